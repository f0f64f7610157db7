-- Grain: one finding in which an official takes part, in the order of time and never by person.
select
    findings.*,
    rules.suspicion_zh,
    rules.suspicion_en,
    rules.innocent_zh,
    rules.innocent_en,
    rules.article,
    cases.case_no,
    cases.case_title,
    count(*) over () as total_count
from fct_restricted_findings as findings
inner join dim_finding_rules as rules on findings.rule_id = rules.rule_id
inner join dim_cases as cases on findings.case_id = cases.case_id
where $rule is null or findings.rule_id = $rule
order by findings.first_seen_at desc, findings.finding_id
limit $row_limit offset $row_offset
