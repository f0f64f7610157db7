-- Grain: one delivered row behind one document of the case.
select
    sources.document_id,
    sources.agency,
    sources.source_table,
    sources._source_file,
    sources._source_row
from bridge_document_sources as sources
inner join fct_documents as documents on sources.document_id = documents.document_id
where documents.case_id = $case_id
order by sources.document_id, sources._source_file, sources._source_row
