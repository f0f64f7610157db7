-- Grain: one event as one delivered row tells of it, with its case and person.
-- Nuance: rows of one table that tell of one event (a double registration of a person's detention, two
-- copies of one document) have one leader, the one that was written first. Acts of a case that two
-- records of one table tell of stay two, because each record is an act of its own. What belongs to no
-- case (its case was taken back) is kept here for the history and goes no further.
-- Belongs here: what makes two rows of ONE table one event. Keep out: what other tables tell.
with

told as (
    select
        coalesce(told.case_id, components.case_id) as case_id,
        persons.person_id,
        told.* exclude (case_id),
        {{ json_text('told.attributes', 'kind') }} as event_kind,
        {{ normalize_number(json_text('told.attributes', 'document_no')) }} as document_no_normalized
    from {{ ref('int_events_told') }} as told
    left join {{ ref('int_case_components') }} as components
        on told.record_key = components.record_key
    left join {{ ref('int_person_components') }} as persons
        on told.person_key = persons.person_key
),

ruled as (
    select
        told.*,
        coalesce(rules.repeats_after_days, 1) as repeats_after_days,
        coalesce(rules.is_platform_timed, false) and told.is_system_clock as is_preferred_time,
        {{ event_table_rank('told.agency', 'told.source_table') }} as table_rank,
        row_number() over (
            partition by
                told.event_type, told.agency, told.source_table, told.source_record_id, told.person_key,
                told.event_number
            order by told.occurred_at, told._source_file, told._source_row
        ) as telling
    from told
    left join {{ ref('event_identity_rules') }} as rules on told.event_type = rules.event_type
),

-- Runs of tellings about one person without a pause in which the event could have happened again.
spaced as (
    select
        *,
        coalesce({{ days_between('cast(lag(occurred_at) over same_kind as date)', 'cast(occurred_at as date)') }} >= repeats_after_days, true) as is_new_run
    from ruled
    window same_kind as (
        partition by case_id, event_type, event_kind, person_id, table_rank order by occurred_at, source_record_id
    )
),

keyed as (
    select
        * exclude (is_new_run),
        case
            when document_no_normalized is not null then 'number:' || document_no_normalized
            when person_id is not null and repeats_after_days > 0
                then 'run:' || cast(sum(cast(is_new_run as integer)) over (
                    partition by case_id, event_type, event_kind, person_id, table_rank
                    order by occurred_at, source_record_id rows unbounded preceding
                ) as varchar)
            else 'row:' || source_record_id || '#' || cast(event_number as varchar)
        end as twin_key
    from spaced
),

identified as (
    select
        * exclude (telling, repeats_after_days),
        {{ hashed_id('E', ['event_type', 'agency', 'source_table', 'source_record_id', 'person_key', 'event_number', 'case when telling > 1 then telling end']) }} as claim_id
    from keyed
),

final as (
    select
        *,
        first_value(claim_id) over (
            partition by case_id, event_type, event_kind, person_id, table_rank, twin_key
            order by
                occurred_at = cast(cast(occurred_at as date) as timestamp), recorded_at, occurred_at,
                source_record_id, event_number, claim_id
        ) as leader_id
    from identified
)

select * from final
