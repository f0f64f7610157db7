-- Grain: one row. Rows delivered in the report's days: received = accepted + quarantined + superseded.
select
    coalesce(sum(rows_received), 0) as received_count,
    count(*) as file_count,
    coalesce(sum(rows_accepted), 0) as accepted_count,
    coalesce(sum(rows_quarantined), 0) as quarantined_count,
    coalesce(sum(rows_superseded), 0) as superseded_count
from ops_deliveries
where delivered_on between $first_day and $last_day
