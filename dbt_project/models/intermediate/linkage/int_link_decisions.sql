-- Grain: one pair of records about which a reviewer decided.
-- Nuance: a decision about records that were deleted since is kept and joins nobody.
-- Belongs here: decisions of linkage. Keep out: who decided, beyond the log of the application database.
select
    entity,
    least(record_a, record_b) as left_key,
    greatest(record_a, record_b) as right_key,
    decision
from {{ source('ledger', 'link_decisions') }}
