-- Grain: one document of one agency.
-- Nuance: withdrawn and corrected documents stay; a corrected copy points back to what it replaces.
select
    document_id,
    case_id,
    person_id,
    agency,
    document_type_code,
    document_no,
    issuing_unit_code,
    made_at,
    issued_at,
    entered_at,
    served_at,
    document_status_code,
    coalesce(document_status_code in ('02', '04'), false) as is_withdrawn,
    coalesce(document_status_code = '03', false) as is_superseded,
    replaces_document_id,
    cast(page_count as integer) as page_count,
    activity_started_at,
    activity_ended_at,
    case
        when served_at < issued_at then 'served_before_signed'
        when {{ days_between('cast(issued_at as date)', 'cast(entered_at as date)') }} > 1 then 'entered_after_signed'
        else 'none'
    end as time_anomaly,
    recorded_at,
    source_table,
    _source_file,
    _source_row
from {{ ref('int_documents_merged') }}
