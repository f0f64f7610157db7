-- Grain: one agency on one day of delivery.
select
    agency,
    cast(delivered_on as timestamp) as delivered_on,
    count(*) as file_count,
    count(*) filter (where status = 'quarantined') as refused_count,
    sum(rows_received) as rows_received,
    sum(rows_quarantined) as rows_quarantined
from ops_deliveries
where
    ($agency is null or agency = $agency)
    and ($first_day is null or delivered_on >= $first_day)
    and ($last_day is null or delivered_on <= $last_day)
group by all
order by delivered_on desc, agency
