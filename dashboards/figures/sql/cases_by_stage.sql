-- Grain: one stage that at least one case has reached and not left.
select
    stage,
    count(*) as value
from dim_cases
group by stage
