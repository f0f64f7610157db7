-- Grain: one clock that has run out and goes on, custody first, then the longest. No names, no titles: case
-- numbers only.
select
    clocks.clock_id,
    cases.case_no,
    clocks.rule_id,
    clocks.unit_code,
    clocks.due_at,
    clocks.days_over,
    clocks.is_custody
from fct_clocks as clocks
inner join dim_cases as cases on clocks.case_id = cases.case_id
left join dim_units as units on clocks.unit_code = units.unit_code
where
    clocks.status = 'overdue'
    and clocks.is_latest_cycle
    and clocks.is_duty
    and ($region is null or clocks.region_code = $region)
    and ($agency is null or units.agency_code = $agency)
    and ($charge is null or cases.lead_charge_code = $charge)
order by clocks.is_custody desc, clocks.days_over desc, clocks.due_at asc, clocks.clock_id asc
