-- Grain: one row. In how many townships cases of the report's days were filed, and how many have none.
select
    count(*) as filed_count,
    count(distinct cases.township_code) as town_count,
    count(*) filter (where cases.township_code is null) as unknown_count
from dim_cases as cases
left join dim_units as units on cases.lead_unit_code = units.unit_code
where
    cast(cases.filed_at as date) between $first_day and $last_day
    and ($region is null or cases.region_code = $region)
    and ($agency is null or units.agency_code = $agency)
    and ($charge is null or cases.lead_charge_code = $charge)
