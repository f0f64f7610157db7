-- Grain: one delivered row behind one document.
select distinct
    document_id,
    agency,
    source_table,
    source_record_id,
    _source_file,
    _source_row
from {{ ref('int_document_sources') }}
