-- Grain: one rule with a finding in the report's scope, by severity, then code: clues, never verdicts.
select
    findings.rule_id as code,
    findings.severity,
    count(*) filter (where cast(findings.first_seen_at as date) between $first_day and $last_day) as new_count,
    count(*) filter (where findings.is_open) as open_count,
    count(distinct findings.case_id) as case_count
from fct_findings as findings
inner join dim_cases as cases on findings.case_id = cases.case_id
left join dim_units as units on findings.unit_code = units.unit_code
where
    cast(findings.first_seen_at as date) <= $last_day
    and ($region is null or findings.region_code = $region)
    and ($agency is null or units.agency_code = $agency)
    and ($charge is null or cases.lead_charge_code = $charge)
group by findings.rule_id, findings.severity
order by case findings.severity when 'high' then 1 when 'medium' then 2 else 3 end, code
