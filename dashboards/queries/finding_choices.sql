-- Grain: one value that at least one finding has, of one filter, in official order.
select
    'agency' as filter,
    findings.agency as code,
    min(agencies.sort_order) as place
from fct_findings as findings
left join dim_agencies as agencies on findings.agency = agencies.agency
group by all

union all

select
    'unit',
    findings.unit_code,
    min(agencies.sort_order)
from fct_findings as findings
left join dim_agencies as agencies on findings.agency = agencies.agency
group by all

union all

select 'region', region_code, 0 from fct_findings group by all

union all

select 'rule', rule_id, 0 from fct_findings group by all

order by filter, place nulls last, code nulls last
