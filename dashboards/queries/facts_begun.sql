-- Grain: one stay of one case in one stage that began on a day of the period, with its length so far.
-- Nuance: sealed cases are counted; whoever lists cases leaves them out and says how many. Stays without a length
-- (their days contradict each other) say nothing about time and are left out.
select
    stages.case_id,
    stages.stage,
    stages.duration_days,
    case when stages.is_censored then 'yes' else 'no' end as still,
    1 as weight
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
