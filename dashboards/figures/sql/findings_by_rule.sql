-- Grain: one rule with a finding. In the order of severity, then of the code: not by count.
select
    findings.rule_id as code,
    min(findings.severity) as severity,
    count(distinct findings.case_id) as case_count,
    count(*) as value
from fct_findings as findings
group by findings.rule_id
order by
    min(case findings.severity when 'high' then 1 when 'medium' then 2 else 3 end),
    findings.rule_id
