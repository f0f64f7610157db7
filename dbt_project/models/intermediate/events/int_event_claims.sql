-- Grain: one event as one delivered row tells of it, with its case and person.
-- Nuance: rows of one table that tell of one event (a double registration of a person's detention, two
-- copies of one document) have one leader, the one that was written first. Acts of a case that two
-- records of one table tell of stay two, because each record is an act of its own. What belongs to no
-- case (its case was taken back) is kept here for the history and goes no further. Nine rows in ten
-- have no other of their kind: only the rest are compared, since a window over all costs most of it.
-- Belongs here: what makes two rows of ONE table one event. Keep out: what other tables tell.
{%- set telling_key = ['event_type', 'agency', 'source_table', 'source_record_id', 'person_key', 'event_number'] %}
{%- set claim_key = telling_key + ['case when telling > 1 then telling end'] %}
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
        {{ group_hash(telling_key) }} as telling_hash
    from placed
),

-- The same row may tell of one kind of event more than once.
told_again as (
    select telling_hash from told
    group by telling_hash
    having count(*) > 1
),

numbered as (
    select
        told.*,
        row_number() over (
            partition by {% for column in telling_key %}told.{{ column }}{{ ', ' if not loop.last }}{% endfor %}
            order by told.occurred_at, told._source_file, told._source_row
        ) as telling
    from told
    inner join told_again on told.telling_hash = told_again.telling_hash
    union all
    select
        told.*,
        1 as telling
    from told
    left join told_again on told.telling_hash = told_again.telling_hash
    where told_again.telling_hash is null
),

-- Windows see the tellings that have others of their kind, and of those what makes them one.
hashed as (
    select
        *,
        {{ group_hash(kind_key) }} as kind_hash
    from numbered
),

crowded as (
    select kind_hash from hashed
    group by kind_hash
    having count(*) > 1
),

rivals as (
    select
        {% for column in kind_key %}hashed.{{ column }}, {% endfor %}hashed.occurred_at, hashed.recorded_at, hashed.source_record_id, hashed.event_number,
        hashed.document_no_normalized, hashed.repeats_after_days,
        {{ hashed_id('E', claim_key) }} as claim_id
    from hashed
    inner join crowded on hashed.kind_hash = crowded.kind_hash
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

led as (
    select
        claim_id,
        first_value(claim_id) over (
            partition by {{ kind_key | join(', ') }}, twin_key
            order by
                occurred_at = cast(cast(occurred_at as date) as timestamp), recorded_at, occurred_at,
                source_record_id, event_number, claim_id
        ) as leader_id
    from keyed
),

followers as (
    select claim_id, leader_id from led
    where claim_id <> leader_id
),

identified as (
    select
        * exclude (telling_hash, telling, repeats_after_days),
        {{ hashed_id('E', claim_key) }} as claim_id
    from numbered
),

final as (
    select
        identified.*,
        coalesce(followers.leader_id, identified.claim_id) as leader_id
    from identified
    left join followers on identified.claim_id = followers.claim_id
)

select * from final
