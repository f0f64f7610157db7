-- Grain: one contradiction between two delivered rows about the timeline of one case.
-- Nuance: both sides stay in the timeline as told; this only names them, for a person to look at.
select
    contradiction_id,
    contradiction_kind,
    case_id,
    person_id,
    first_event_id,
    second_event_id,
    cast(days_apart as integer) as days_apart,
    first_event_type,
    first_agency,
    first_source_table,
    first_source_record_id,
    first_occurred_at,
    first_source_file,
    first_source_row,
    second_event_type,
    second_agency,
    second_source_table,
    second_source_record_id,
    second_occurred_at,
    second_source_file,
    second_source_row
from {{ ref('int_event_contradictions') }}
