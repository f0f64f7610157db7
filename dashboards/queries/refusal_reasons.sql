-- Grain: one reason code of one kind (file, row, passed_over, warning) in the chosen deliveries.
with

chosen as (
    select * from ops_deliveries
    where
        ($agency is null or agency = $agency)
        and ($first_day is null or delivered_on >= $first_day)
        and ($last_day is null or delivered_on <= $last_day)
)

select
    case chosen.status when 'quarantined' then 'file' else 'passed_over' end as kind,
    chosen.reason as code,
    count(*) as value
from chosen
where chosen.status <> 'loaded' and chosen.reason is not null
group by all

union all

select 'row', quarantine.reason_code, count(*)
from ops_quarantine as quarantine
inner join chosen on quarantine.delivery_id = chosen.delivery_id
where quarantine.row_number is not null
group by all

union all

select 'warning', warnings.reason_code, count(*)
from ops_warnings as warnings
inner join chosen on warnings.delivery_id = chosen.delivery_id
group by all

order by kind, value desc, code
