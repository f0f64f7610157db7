-- Grain: one stay of one case in one stage that goes on at the end of the period.
-- Nuance: sealed cases are counted; whoever lists cases leaves them out and says how many.
select
    stages.case_id,
    stages.stage,
    1 as weight
from snapshot.marts.fct_case_stages as stages
inner join snapshot.marts.dim_cases as cases on stages.case_id = cases.case_id
where
    cast(stages.started_at as date) <= $last_day
    and (stages.ended_at is null or cast(stages.ended_at as date) > $last_day)
    and stages.stage <> 'closed'
    and ($first_day is not null)
    and ($region is null or cases.region_code = $region)
    and ($charge is null or cases.lead_charge_code = $charge)
    and (
        (select not is_limited from reader_scope)
        or cases.case_id in (select reader_cases.case_id from reader_cases)
    )
