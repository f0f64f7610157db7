-- Grain: one event as one delivered row tells of it, with its case and person.
-- Nuance: rows of one table that tell of one event (a double registration of a person's detention, two
-- copies of one document) have one leader, the one that was written first. Acts of a case that two
-- records of one table tell of stay two, because each record is an act of its own. What belongs to no
-- case (its case was taken back) is kept here for the history and goes no further. Nine rows in ten
-- have no other of their kind: only the rest are compared, since a window over all costs most of it.
-- Belongs here: what makes two rows of ONE table one event. Keep out: what other tables tell.
{%- set telling_key = ['event_type', 'agency', 'source_table', 'source_record_id', 'person_key', 'event_number'] %}
{%- set kind_key = ['case_id', 'event_type', 'event_kind', 'person_id', 'table_rank'] %}
with

placed as (
    select
        coalesce(told.case_id, components.case_id) as case_id,
        persons.person_id,
        told.* exclude (case_id),
        {{ json_text('told.attributes', 'kind') }} as event_kind,
        {{ normalize_number(json_text('told.attributes', 'document_no')) }} as document_no_normalized,
        coalesce(rules.repeats_after_days, 1) as repeats_after_days,
        coalesce(rules.is_platform_timed, false) and told.is_system_clock as is_preferred_time,
        {{ event_table_rank('told.agency', 'told.source_table') }} as table_rank
    from {{ ref('int_events_told') }} as told
    left join {{ ref('int_case_components') }} as components
        on told.record_key = components.record_key
    left join {{ ref('int_person_components') }} as persons
        on told.person_key = persons.person_key
    left join {{ ref('event_identity_rules') }} as rules on told.event_type = rules.event_type
),

told as (
    select
        *,
        {{ hashed_id('E', telling_key + ['null']) }} as first_id
    from placed
),

-- The same row may tell of one kind of event more than once.
told_again as (
    select first_id from told
    group by first_id
    having count(*) > 1
),

retold as (
    select
        told.*,
        row_number() over (
            partition by told.first_id order by told.occurred_at, told._source_file, told._source_row
        ) as telling
    from told
    inner join told_again on told.first_id = told_again.first_id
),

identified as (
    select
        told.*,
        told.first_id as claim_id
    from told
    left join told_again on told.first_id = told_again.first_id
    where told_again.first_id is null
    union all
    select
        * exclude (telling),
        case
            when telling = 1 then first_id
            else {{ hashed_id('E', telling_key + ['telling']) }}
        end
    from retold
),

grouped as (
    select
        * exclude (first_id),
        {{ group_hash(kind_key) }} as kind_hash
    from identified
),

crowded as (
    select kind_hash from grouped
    group by kind_hash
    having count(*) > 1
),

rivals as (
    select grouped.*
    from grouped
    inner join crowded on grouped.kind_hash = crowded.kind_hash
),

-- Runs of tellings about one person without a pause in which the event could have happened again.
spaced as (
    select
        *,
        coalesce({{ days_between('cast(lag(occurred_at) over same_kind as date)', 'cast(occurred_at as date)') }} >= repeats_after_days, true) as is_new_run
    from rivals
    window same_kind as (
        partition by {{ kind_key | join(', ') }} order by occurred_at, source_record_id
    )
),

keyed as (
    select
        * exclude (is_new_run),
        case
            when document_no_normalized is not null then 'number:' || document_no_normalized
            when person_id is not null and repeats_after_days > 0
                then 'run:' || cast(sum(cast(is_new_run as integer)) over (
                    partition by {{ kind_key | join(', ') }}
                    order by occurred_at, source_record_id rows unbounded preceding
                ) as varchar)
            else 'row:' || source_record_id || '#' || cast(event_number as varchar)
        end as twin_key
    from spaced
),

final as (
    select
        * exclude (kind_hash, repeats_after_days, twin_key),
        first_value(claim_id) over (
            partition by {{ kind_key | join(', ') }}, twin_key
            order by
                occurred_at = cast(cast(occurred_at as date) as timestamp), recorded_at, occurred_at,
                source_record_id, event_number, claim_id
        ) as leader_id
    from keyed
    union all
    select
        grouped.* exclude (kind_hash, repeats_after_days),
        grouped.claim_id
    from grouped
    left join crowded on grouped.kind_hash = crowded.kind_hash
    where crowded.kind_hash is null
)

select * from final
