-- Grain: one event of one case (and person).
-- Nuance: the row of the author's table is the event's own source, the others stand in
-- bridge_event_sources. Its time is that of the same source, with two exceptions: what is sent over
-- the platform happened when the platform's own clock says, and a day takes the hour that another
-- source knows of the same day.
with

sources as (select * from {{ ref('int_event_sources') }}),

merged as (
    {{ merged_events('sources', ['event_id']) }}
),

final as (
    select
        event_id, case_id, person_id, event_type, agency, unit_code, occurred_at, dated_by_agency,
        dated_by_claim_id, recorded_at, attributes, record_key, person_key, source_table,
        source_record_id, event_number, source_count, _source_file, _source_row
    from merged
)

select * from final
