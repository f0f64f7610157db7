-- Grain: one hearing of the case.
select hearings.*
from fct_hearings as hearings
where hearings.case_id = $case_id
order by hearings.started_at
