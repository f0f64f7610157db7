-- Grain: one hand-off of the case.
select
    business_type,
    from_unit,
    to_unit,
    sent_at,
    received_at,
    accepted_at,
    returned_at,
    'flows' as source_table,
    _source_file,
    _source_row
from fct_handoffs
where case_id = $case_id
order by sent_at, handoff_id
