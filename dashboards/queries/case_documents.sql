-- Grain: one document of the case.
select
    document_id,
    agency,
    document_type_code,
    document_no,
    issuing_unit_code,
    made_at,
    issued_at,
    sent_at,
    received_at,
    received_by_agency,
    served_at,
    is_withdrawn,
    withdrawn_at,
    is_superseded,
    replaced_at
from fct_documents
where case_id = $case_id
order by coalesce(issued_at, made_at), document_id
