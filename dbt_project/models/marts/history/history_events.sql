-- Grain: one span of days of delivery in which one event was known to be the same.
-- Nuance: identity is that of today; see the description.
select
    event_id,
    known_from,
    known_to,
    case_id,
    person_id,
    event_type,
    agency,
    unit_code,
    occurred_at,
    dated_by_agency,
    recorded_at,
    attributes,
    cast(source_count as integer) as source_count,
    source_table,
    _source_file,
    _source_row
from {{ ref('int_event_versions') }}
