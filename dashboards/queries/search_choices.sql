-- Grain: one value that at least one case has, of one filter.
select 'charge' as filter, lead_charge_code as code, count(*) as case_count
from dim_cases where lead_charge_code is not null group by all
union all
select 'region', region_code, count(*) from dim_cases where region_code is not null group by all
union all
select 'unit', lead_unit_code, count(*)
from dim_cases where lead_unit_code is not null group by all
order by filter, case_count desc, code
