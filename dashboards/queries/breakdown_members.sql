-- Grain: one member of one breakdown.
select distinct member
from metric_cubes
where breakdown = $breakdown
order by member
