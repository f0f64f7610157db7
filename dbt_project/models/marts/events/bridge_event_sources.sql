-- Grain: one delivered row behind one event, with the moment that it tells.
select
    event_id,
    agency,
    source_table,
    source_record_id,
    _source_file,
    _source_row,
    min(occurred_at) as told_at,
    min(match_method) as match_method
from {{ ref('int_event_sources') }}
group by event_id, agency, source_table, source_record_id, _source_file, _source_row
