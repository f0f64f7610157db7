-- Grain: one span of days of delivery in which one document was known to be the same.
-- Nuance: identity is that of today; see the description.
select
    document_id,
    known_from,
    known_to,
    case_id,
    person_id,
    agency,
    document_type_code,
    document_no,
    issuing_unit_code,
    made_at,
    issued_at,
    served_at,
    document_status_code,
    coalesce(document_status_code in ('02', '04'), false) as is_withdrawn,
    coalesce(document_status_code = '03', false) as is_superseded,
    case
        when replaces_document_record_id is not null
            then {{ hashed_id('D', ['agency', 'replaces_document_record_id']) }}
    end as replaces_document_id,
    recorded_at,
    source_table,
    _source_file,
    _source_row
from {{ ref('int_document_versions') }}
