-- Grain: one contradiction between two tellings of the timeline of one case.
-- Nuance: either sources of one event give days further apart than the typing in takes, or two events stand in an order that cannot
-- be (event_orders). Events told per record are compared within the record; events of a case or person
-- by their places in order, and only where both kinds were told equally often, so that a hand-off that
-- nobody reported makes no contradiction. Days are compared; hours only within one record.
-- Belongs here: finding them. Keep out: smoothing them over, and judging them (findings).
with

events as (select * from {{ ref('int_events_merged') }}),

sources as (select * from {{ ref('int_event_sources') }}),

different_days as (
    select
        'different_day' as contradiction_kind,
        dating.event_id as first_event_id,
        others.event_id as second_event_id,
        dating.claim_id as first_claim_id,
        others.claim_id as second_claim_id
    from events
    inner join sources as dating on events.dated_by_claim_id = dating.claim_id
    inner join sources as others
        on
            events.event_id = others.event_id
            and abs({{ days_between('cast(dating.occurred_at as date)', 'cast(others.occurred_at as date)') }})
            > {{ var('entry_lag_days') }}
    where events.source_count > 1
),

orders as (select * from {{ ref('event_orders') }}),

ordered_types as (
    select distinct event_type
    from (
        select first_event_type as event_type from orders
        union all
        select second_event_type from orders
    ) as told
),

-- A hearing of three defendants is one step of the case: per case and day one event of a kind counts.
steps as (
    select
        events.*,
        row_number() over (
            partition by events.case_id, events.event_type, cast(events.occurred_at as date)
            order by events.event_id
        ) as place_in_day
    from events
    inner join ordered_types on events.event_type = ordered_types.event_type
),

singles as (
    select
        *,
        count(*) over (partition by case_id, person_id, event_type) as person_count
    from steps
    where person_id is not null
),

placed as (
    select
        *,
        row_number() over (partition by case_id, event_type order by occurred_at, event_id) as place,
        count(*) over (partition by case_id, event_type) as place_count
    from steps
    where place_in_day = 1
),

pairs as (
    select orders.contradiction_kind, orders.is_same_day, orders.paired_by, firsts.event_id as first_event_id, seconds.event_id as second_event_id
    from orders
    inner join steps as firsts on orders.first_event_type = firsts.event_type
    inner join steps as seconds
        on
            orders.second_event_type = seconds.event_type
            and firsts.record_key = seconds.record_key
            and firsts.source_table = seconds.source_table
            -- A row of a list table (a measure) is the record; nested rows share their case's key.
            and firsts.source_record_id = seconds.source_record_id
            and coalesce(firsts.person_key, seconds.person_key, '') = coalesce(seconds.person_key, firsts.person_key, '')
    where orders.paired_by = 'record'
    union all
    select orders.contradiction_kind, orders.is_same_day, orders.paired_by, firsts.event_id, seconds.event_id
    from orders
    inner join placed as firsts on orders.first_event_type = firsts.event_type
    inner join placed as seconds
        on
            orders.second_event_type = seconds.event_type
            and firsts.case_id = seconds.case_id
            and firsts.place = seconds.place
            and firsts.place_count = seconds.place_count
    where orders.paired_by = 'case'
    union all
    select orders.contradiction_kind, orders.is_same_day, orders.paired_by, firsts.event_id, seconds.event_id
    from orders
    inner join singles as firsts on orders.first_event_type = firsts.event_type
    inner join singles as seconds
        on
            orders.second_event_type = seconds.event_type
            and firsts.case_id = seconds.case_id
            and firsts.person_id = seconds.person_id
    where orders.paired_by = 'person' and firsts.person_count = 1 and seconds.person_count = 1
),

wrong_orders as (
    select
        pairs.contradiction_kind,
        pairs.first_event_id,
        pairs.second_event_id,
        firsts.dated_by_claim_id as first_claim_id,
        seconds.dated_by_claim_id as second_claim_id
    from pairs
    inner join events as firsts on pairs.first_event_id = firsts.event_id
    inner join events as seconds on pairs.second_event_id = seconds.event_id
    where
        case
            when pairs.is_same_day then cast(seconds.occurred_at as date) <> cast(firsts.occurred_at as date)
            when
                pairs.paired_by = 'record'
                and seconds.occurred_at <> cast(cast(seconds.occurred_at as date) as timestamp)
                then seconds.occurred_at < firsts.occurred_at
            else cast(seconds.occurred_at as date) < cast(firsts.occurred_at as date)
        end
),

found as (
    select * from different_days
    union all
    select * from wrong_orders
),

final as (
    select
        {{ hashed_id('K', ['found.contradiction_kind', 'found.first_claim_id', 'found.second_claim_id']) }} as contradiction_id,
        found.contradiction_kind,
        firsts.case_id,
        coalesce(firsts.person_id, seconds.person_id) as person_id,
        found.first_event_id,
        found.second_event_id,
        {{ days_between('cast(firsts.occurred_at as date)', 'cast(seconds.occurred_at as date)') }} as days_apart,
        firsts.event_type as first_event_type,
        firsts.agency as first_agency,
        firsts.source_table as first_source_table,
        firsts.source_record_id as first_source_record_id,
        firsts.occurred_at as first_occurred_at,
        firsts._source_file as first_source_file,
        firsts._source_row as first_source_row,
        seconds.event_type as second_event_type,
        seconds.agency as second_agency,
        seconds.source_table as second_source_table,
        seconds.source_record_id as second_source_record_id,
        seconds.occurred_at as second_occurred_at,
        seconds._source_file as second_source_file,
        seconds._source_row as second_source_row
    from found
    inner join sources as firsts on found.first_claim_id = firsts.claim_id
    inner join sources as seconds on found.second_claim_id = seconds.claim_id
)

select * from final
