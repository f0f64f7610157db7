-- Grain: one stage and length of stay, of stays begun in the period; open ones with their length so far.
select
    stages.stage,
    stages.duration_days,
    stages.is_censored as is_open,
    count(*) as stay_count
from snapshot.marts.fct_case_stages as stages
inner join snapshot.marts.dim_cases as cases on stages.case_id = cases.case_id
where
    cast(stages.started_at as date) between $first_day and $last_day
    and stages.duration_days is not null
    and ($region is null or cases.region_code = $region)
    and ($charge is null or cases.lead_charge_code = $charge)
    and (
        (select not is_limited from reader_scope)
        or cases.case_id in (select reader_cases.case_id from reader_cases)
    )
group by stages.stage, stages.duration_days, stages.is_censored
