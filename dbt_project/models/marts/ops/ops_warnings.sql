-- Grain: one warning about a file or a row that was loaded all the same.
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
from {{ source('ledger', 'warnings') }}
