-- Grain: one refused row, one page of the list, newest delivery first.
select
    quarantine.*,
    count(*) over () as total_count
from ops_quarantine as quarantine
inner join ops_deliveries as deliveries on quarantine.delivery_id = deliveries.delivery_id
where
    quarantine.row_number is not null
    and ($agency is null or quarantine.agency = $agency)
    and ($first_day is null or deliveries.delivered_on >= $first_day)
    and ($last_day is null or deliveries.delivered_on <= $last_day)
    and ($reason is null or quarantine.reason_code = $reason)
order by deliveries.delivered_on desc, quarantine.file_name, quarantine.row_number
limit $row_limit offset $row_offset
