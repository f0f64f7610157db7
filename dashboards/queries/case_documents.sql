-- Grain: one document of the case.
select documents.*
from fct_documents as documents
where documents.case_id = $case_id
order by coalesce(documents.issued_at, documents.made_at), documents.document_id
