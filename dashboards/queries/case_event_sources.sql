-- Grain: one delivered row behind one event of the case.
select
    sources.event_id,
    sources.agency,
    sources.source_table,
    sources._source_file,
    sources._source_row
from bridge_event_sources as sources
inner join fct_events as events on sources.event_id = events.event_id
where events.case_id = $case_id
order by sources.event_id, sources._source_file, sources._source_row
