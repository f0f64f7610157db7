-- Grain: one row. What has run out and what runs out next, in the report's scope.
select
    count(*) filter (where clocks.status = 'overdue') as overdue_count,
    count(*) filter (where clocks.status = 'overdue' and clocks.is_custody) as custody_count,
    count(distinct clocks.case_id) filter (where clocks.status = 'overdue') as case_count,
    coalesce(max(clocks.days_over) filter (where clocks.status = 'overdue'), 0) as longest_days
from fct_clocks as clocks
inner join dim_cases as cases on clocks.case_id = cases.case_id
left join dim_units as units on clocks.unit_code = units.unit_code
where
    clocks.is_latest_cycle
    and clocks.is_duty
    and ($region is null or clocks.region_code = $region)
    and ($agency is null or units.agency_code = $agency)
    and ($charge is null or cases.lead_charge_code = $charge)
