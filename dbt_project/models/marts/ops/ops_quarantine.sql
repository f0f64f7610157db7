-- Grain: one refused file (row_number NULL) or row.
select
    delivery_id,
    agency,
    table_name,
    file_name,
    row_number,
    record_key,
    reason_code,
    column_name,
    masked_value
from {{ source('ledger', 'quarantine') }}
