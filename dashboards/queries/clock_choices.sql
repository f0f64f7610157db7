-- Grain: one value that at least one clock has, of one filter, in official order.
select
    'agency' as filter,
    clocks.responsible_agency as code,
    min(agencies.sort_order) as place
from fct_clocks as clocks
left join dim_agencies as agencies on clocks.responsible_agency = agencies.agency
group by all

union all

select
    'unit',
    clocks.unit_code,
    min(agencies.sort_order)
from fct_clocks as clocks
left join dim_agencies as agencies on clocks.responsible_agency = agencies.agency
group by all

union all

select 'region', region_code, 0 from fct_clocks group by all

union all

select 'rule', rule_id, 0 from fct_clocks group by all

order by filter, place nulls last, code nulls last
