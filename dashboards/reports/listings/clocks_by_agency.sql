-- Grain: one agency with a clock that has run out or runs out within 15 days, in the order of codes: no ranking.
select
    coalesce(clocks.responsible_agency, '-') as code,
    count(*) filter (where clocks.status = 'overdue' and clocks.is_custody) as custody_overdue,
    count(*) filter (where clocks.status = 'overdue' and not clocks.is_custody) as other_overdue,
    count(*) filter (where clocks.status <> 'overdue' and clocks.days_left <= 3) as due_3,
    count(*) filter (where clocks.status <> 'overdue' and clocks.days_left <= 15) as due_15
from fct_clocks as clocks
inner join dim_cases as cases on clocks.case_id = cases.case_id
left join dim_units as units on clocks.unit_code = units.unit_code
left join dim_agencies as agencies on clocks.responsible_agency = agencies.agency
where
    clocks.is_latest_cycle
    and clocks.is_duty
    and (
        clocks.status = 'overdue'
        or (clocks.status in ('on_time', 'due_soon') and clocks.ended_at is null and clocks.days_left <= 15)
    )
    and ($region is null or clocks.region_code = $region)
    and ($agency is null or units.agency_code = $agency)
    and ($charge is null or cases.lead_charge_code = $charge)
group by code
order by min(agencies.sort_order) nulls last, code
