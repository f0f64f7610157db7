-- Grain: one township in the order of its code; cases filed in the report's days, and in those of the year before.
select
    cases.region_code as region,
    coalesce(towns.township_name, '') as township,
    coalesce(cases.township_code, '-') as code,
    count(*) filter (where cast(cases.filed_at as date) between $first_day and $last_day) as filed_count,
    count(*) filter (where cast(cases.filed_at as date) between $base_first_day and $base_last_day) as base_count,
    count(*) filter (
        where cast(cases.filed_at as date) between $first_day and $last_day and cases.lead_charge_code = '264001'
    ) as theft_count,
    count(*) filter (
        where cast(cases.filed_at as date) between $first_day and $last_day and cases.lead_charge_code = '266001'
    ) as fraud_count,
    count(*) filter (
        where cast(cases.filed_at as date) between $first_day and $last_day and cases.lead_charge_code = '133101'
    ) as driving_count
from dim_cases as cases
left join dim_townships as towns on cases.township_code = towns.township_code
left join dim_units as units on cases.lead_unit_code = units.unit_code
where
    ($region is null or cases.region_code = $region)
    and ($agency is null or units.agency_code = $agency)
    and ($charge is null or cases.lead_charge_code = $charge)
group by cases.region_code, towns.township_name, cases.township_code
having filed_count + base_count > 0
order by region, code
