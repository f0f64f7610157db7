-- Grain: one delivered row behind one event.
select distinct
    event_id,
    agency,
    source_table,
    source_record_id,
    _source_file,
    _source_row
from {{ ref('int_event_sources') }}
