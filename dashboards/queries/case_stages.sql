-- Grain: one span of one stage of the case; NULL `ended_at`: it runs.
select stage, started_at, ended_at
from fct_case_stages
where case_id = $case_id
order by stage_seq
