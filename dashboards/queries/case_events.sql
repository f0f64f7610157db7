-- Grain: one event of the case.
with

persons as (
    select person_id, min(masked_name) as masked_name
    from fct_case_persons
    where case_id = $case_id
    group by person_id
)

select
    events.event_id,
    events.event_type,
    events.agency,
    events.unit_code,
    persons.masked_name,
    events.occurred_at,
    events.recorded_at
from fct_events as events
left join persons on events.person_id = persons.person_id
where events.case_id = $case_id
order by events.occurred_at, events.recorded_at, events.event_id
