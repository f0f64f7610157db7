-- Grain: one hand-off between agencies on the platform; a returned one that is sent again is a new row.
with

-- A hand-off that makes the receiver open a record of its own can be reconciled with it.
reconcilable as (
    select 'B201' as business_type, 'procuratorate' as agency, 'arrest_review' as source_table
    union all
    select 'B301', 'procuratorate', 'prosecution_review'
    union all
    select 'B401', 'court', 'cases'
),

receivers as (
    select distinct reconcilable.business_type, records.case_id
    from {{ ref('int_case_components') }} as records
    inner join reconcilable
        on records.agency = reconcilable.agency and records.source_table = reconcilable.source_table
)

select
    handoffs.flow_no as handoff_id,
    handoffs.case_id,
    handoffs.case_found_by,
    handoffs.business_type_code as business_type,
    handoffs.sender_agency,
    handoffs.receiver_agency,
    handoffs.sender_agency_code,
    handoffs.receiver_agency_code,
    coalesce(handoffs.sender_unit_code, handoffs.sender_agency_code) as from_unit,
    coalesce(handoffs.receiver_unit_code, handoffs.receiver_agency_code) as to_unit,
    handoffs.sent_at,
    handoffs.received_at,
    handoffs.accepted_at,
    handoffs.returned_at,
    handoffs.resend_of_flow_no as resend_of_handoff_id,
    handoffs.channel_code as channel,
    handoffs.is_single_track,
    cast(handoffs.volume_count as integer) as volume_count,
    cast(handoffs.page_count as integer) as page_count,
    handoffs.flow_status_code as status,
    handoffs.document_no,
    coalesce(requirements.carries_dossier, false) as carries_dossier,
    case
        when reconcilable.business_type is not null and handoffs.returned_at is null
            then receivers.case_id is not null
    end as has_receiver_record,
    {{ hours_between('handoffs.sent_at', 'handoffs.accepted_at') }} as hours_to_acceptance,
    handoffs.recorded_at,
    handoffs.source_table,
    handoffs._source_file,
    handoffs._source_row
from {{ ref('int_handoffs') }} as handoffs
left join {{ ref('flow_requirements') }} as requirements
    on handoffs.business_type_code = requirements.business_code
left join reconcilable on handoffs.business_type_code = reconcilable.business_type
left join receivers
    on handoffs.business_type_code = receivers.business_type and handoffs.case_id = receivers.case_id
