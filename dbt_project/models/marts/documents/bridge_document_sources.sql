-- Grain: one delivered row behind one document.
-- Nuance: rows of the author hold the document, rows of other agencies repeat it, carry it (hand-offs)
-- or quote its number.
select distinct
    document_id,
    agency,
    source_table,
    source_record_id,
    case when is_author then 'author' else 'repeated' end as source_role,
    _source_file,
    _source_row
from {{ ref('int_document_sources') }}
union all
select distinct
    document_id,
    agency,
    source_table,
    source_record_id,
    source_role,
    _source_file,
    _source_row
from {{ ref('int_document_handovers') }}
