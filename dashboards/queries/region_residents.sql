-- Grain: one region, with its residents on average over the months of the period; without a census no row.
select region_code, avg(resident_population) as residents
from metric_populations
where month_start between date_trunc('month', cast($first_day as date)) and $last_day
group by region_code
