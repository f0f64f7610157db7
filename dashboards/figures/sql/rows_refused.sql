-- Grain: one row. Received and refused rows of all deliveries.
select
    coalesce(sum(rows_quarantined), 0) as value,
    coalesce(sum(rows_received), 0) as received
from ops_deliveries
