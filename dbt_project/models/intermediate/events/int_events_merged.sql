-- Grain: one event of one case (and person).
-- Nuance: the row of the author's table is the event's own source, the others stand in
-- bridge_event_sources. Its time is that of the same source, with two exceptions: what is sent over
-- the platform happened when the platform's own clock says, and a day takes the hour that another
-- source knows of the same day.
with

-- Most events are told once: only the rest are weighed against each other. The relation is named in each place,
-- because a CTE that is read three times is copied whole.
told_again as (
    select event_id from {{ ref('int_event_sources') }}
    group by event_id
    having count(*) > 1
),

rivals as (
    select sources.*
    from {{ ref('int_event_sources') }} as sources
    inner join told_again on sources.event_id = told_again.event_id
),

merged as (
    {{ merged_events('rivals', ['event_id']) }}
),

final as (
    select
        event_id, case_id, person_id, event_type, agency, unit_code, occurred_at, dated_by_agency,
        dated_by_claim_id, recorded_at, attributes, record_key, person_key, source_table,
        source_record_id, event_number, source_count, _source_file, _source_row
    from merged
    union all
    select
        sources.event_id, sources.case_id, sources.person_id, sources.event_type, sources.agency,
        sources.unit_code, sources.occurred_at, sources.agency, sources.claim_id, sources.recorded_at,
        sources.attributes, sources.record_key, sources.person_key, sources.source_table,
        sources.source_record_id, sources.event_number, 1, sources._source_file, sources._source_row
    from {{ ref('int_event_sources') }} as sources
    left join told_again on sources.event_id = told_again.event_id
    where told_again.event_id is null
)

select * from final
