-- Grain: one supervision matter of the procuratorate.
select
    supervision_no,
    case_id,
    supervision_type_code,
    procuratorate_code,
    supervised_unit_code,
    violation_kind_code,
    document_no,
    sent_date,
    replied_date,
    is_adopted,
    recorded_at,
    source_table,
    _source_file,
    _source_row
from {{ ref('int_supervision_cases') }}
