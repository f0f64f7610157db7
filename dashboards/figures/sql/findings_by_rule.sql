-- Grain: one rule with a finding, at the severity of its gravest one. In the order of severity, then of
-- the code: not by count.
with

ranked as (
    select
        rule_id,
        case_id,
        severity,
        case severity when 'high' then 1 when 'medium' then 2 else 3 end as severity_rank
    from fct_findings
)

select
    rule_id as code,
    arg_min(severity, severity_rank) as severity,
    count(distinct case_id) as case_count,
    count(*) as value
from ranked
group by rule_id
order by min(severity_rank), rule_id
