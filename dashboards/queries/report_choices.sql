-- Grain: one value that at least one metric has, of one filter.
select distinct 'region' as filter, region_code as code
from metric_cubes where region_code is not null
union all
select distinct 'agency', agency_code from metric_cubes where agency_code is not null
union all
select distinct 'charge', charge_code from metric_cubes where charge_code is not null
order by filter, code
