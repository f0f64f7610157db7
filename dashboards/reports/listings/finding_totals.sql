-- Grain: one row. Findings first seen in the report's days.
select
    count(*) as new_count,
    count(distinct findings.case_id) as case_count,
    count(*) filter (where findings.severity = 'high') as high_count
from fct_findings as findings
inner join dim_cases as cases on findings.case_id = cases.case_id
left join dim_units as units on findings.unit_code = units.unit_code
where
    cast(findings.first_seen_at as date) between $first_day and $last_day
    and ($region is null or findings.region_code = $region)
    and ($agency is null or units.agency_code = $agency)
    and ($charge is null or cases.lead_charge_code = $charge)
