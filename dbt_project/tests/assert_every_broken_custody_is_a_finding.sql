-- When this fails, somebody is held past a limit, the clock says so, and no finding does.
{{ config(meta={'dagster': {'ref': {'name': 'fct_findings'}}}) }}
select clocks.clock_id
from {{ ref('fct_clocks') }} as clocks
inner join {{ ref('finding_clock_rules') }} as rules on clocks.rule_id = rules.limit_rule_id
left join {{ ref('fct_findings') }} as findings on clocks.clock_id = findings.clock_id
where
    clocks.status in ('overdue', 'completed_late')
    and clocks.is_custody
    and findings.finding_id is null
