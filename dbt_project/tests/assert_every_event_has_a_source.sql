-- When this fails, an analyst sees an event on a case's time axis that leads to no delivered row.
{{ config(meta={'dagster': {'ref': {'name': 'bridge_event_sources'}}}) }}
select events.event_id
from {{ ref('fct_events') }} as events
left join {{ ref('bridge_event_sources') }} as sources on events.event_id = sources.event_id
where sources.event_id is null
