-- Grain: one row. How many clocks run out within 15, 7 and 3 days, in the report's scope.
select
    count(*) filter (where clocks.days_left <= 15) as due_15,
    count(*) filter (where clocks.days_left <= 7) as due_7,
    count(*) filter (where clocks.days_left <= 3) as due_3
from fct_clocks as clocks
inner join dim_cases as cases on clocks.case_id = cases.case_id
left join dim_units as units on clocks.unit_code = units.unit_code
where
    clocks.status in ('on_time', 'due_soon')
    and clocks.ended_at is null
    and clocks.is_latest_cycle
    and clocks.is_duty
    and ($region is null or clocks.region_code = $region)
    and ($agency is null or units.agency_code = $agency)
    and ($charge is null or cases.lead_charge_code = $charge)
