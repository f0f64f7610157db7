-- Grain: one clock of the case, as it came about.
with

persons as (
    select person_id, min(masked_name) as masked_name
    from fct_case_persons
    where case_id = $case_id
    group by person_id
)

select
    clocks.*,
    persons.masked_name
from fct_clocks as clocks
left join persons on clocks.person_id = persons.person_id
where clocks.case_id = $case_id
order by clocks.started_at, clocks.due_at, clocks.clock_id
