-- Grain: one event of one case (and person).
-- Nuance: of several sources the one that knows the time of day is preferred, then the earliest
-- record; its row is the event's own source, the others stand in bridge_event_sources.
with

ranked as (
    select
        *,
        row_number() over (
            partition by event_id
            order by
                occurred_at = cast(cast(occurred_at as date) as timestamp),
                occurred_at,
                recorded_at,
                agency,
                source_table,
                source_record_id,
                event_number,
                unit_code
        ) as source_place,
        count(*) over (partition by event_id) as source_count
    from {{ ref('int_event_sources') }}
),

final as (
    select
        event_id, case_id, person_id, event_type, agency, unit_code, occurred_at, recorded_at,
        attributes, source_table, source_record_id, source_count, _source_file, _source_row
    from ranked
    where source_place = 1
)

select * from final
