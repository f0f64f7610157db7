-- Grain: one event of the case.
select
    events.event_id,
    events.event_type,
    types.stage,
    events.agency,
    events.unit_code,
    events.person_id,
    persons.masked_name,
    events.occurred_at,
    events.recorded_at
from fct_events as events
left join dim_event_types as types on events.event_type = types.event_type
left join fct_case_persons as persons
    on events.case_id = persons.case_id and events.person_id = persons.person_id
where events.case_id = $case_id
order by events.occurred_at, events.recorded_at, events.event_id
