-- Grain: one clock that runs out within seven days, the soonest first.
select
    clocks.clock_id,
    cases.case_no,
    clocks.rule_id,
    clocks.unit_code,
    clocks.due_at,
    clocks.days_left,
    clocks.is_custody
from fct_clocks as clocks
inner join dim_cases as cases on clocks.case_id = cases.case_id
left join dim_units as units on clocks.unit_code = units.unit_code
where
    clocks.status in ('on_time', 'due_soon')
    and clocks.ended_at is null
    and clocks.is_latest_cycle
    and clocks.is_duty
    and clocks.days_left <= 7
    and ($region is null or clocks.region_code = $region)
    and ($agency is null or units.agency_code = $agency)
    and ($charge is null or cases.lead_charge_code = $charge)
order by clocks.due_at asc, clocks.is_custody desc, clocks.clock_id asc
