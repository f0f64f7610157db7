-- Grain: one delivered row behind one event that a clock of the case was computed from.
select
    bridge.clock_id,
    bridge.part,
    events.event_id,
    events.event_type,
    events.occurred_at,
    sources.agency,
    sources.source_table,
    sources._source_file,
    sources._source_row
from bridge_clock_events as bridge
inner join fct_clocks as clocks on bridge.clock_id = clocks.clock_id
inner join fct_events as events on bridge.event_id = events.event_id
inner join bridge_event_sources as sources on events.event_id = sources.event_id
where clocks.case_id = $case_id
order by bridge.clock_id, events.occurred_at, sources._source_file, sources._source_row
