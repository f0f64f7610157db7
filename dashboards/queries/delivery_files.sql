-- Grain: one delivered file, one page of the list.
select
    *,
    count(*) over () as total_count
from ops_deliveries
where
    ($agency is null or agency = $agency)
    and ($first_day is null or delivered_on >= $first_day)
    and ($last_day is null or delivered_on <= $last_day)
    and ($status is null or status = $status)
order by delivered_on desc, agency, file_name
limit $row_limit offset $row_offset
