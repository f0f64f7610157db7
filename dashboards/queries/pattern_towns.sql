-- Grain: one kind of offence in one area, in official order.
select towns.*, coalesce(townships.region_code, towns.area_code) as region_code
from fct_pattern_towns as towns
left join dim_townships as townships on towns.area_code = townships.township_code
order by towns.area_code, towns.group_code
