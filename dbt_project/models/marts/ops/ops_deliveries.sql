-- Grain: one delivered file (path and hash) and what became of it.
select
    delivery_id,
    agency,
    table_name,
    file_name,
    sha256,
    byte_count,
    delivered_on,
    batch,
    received_at,
    rows_received,
    rows_accepted,
    rows_quarantined,
    rows_superseded,
    status,
    reason,
    reason_detail
from {{ source('ledger', 'deliveries') }}
