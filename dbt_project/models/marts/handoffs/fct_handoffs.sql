-- Grain: one hand-off between agencies on the platform; a returned one that is sent again is a new row.
-- Nuance: a hand-off that nobody took or gave back is censored at the day of judgement, not
-- dropped. Times of online hand-offs are the platform's own clock; those of paper are typed in, and a
-- receipt before the sending is kept and marked (is_contradicted).
with

handoffs as (
    select
        *,
        coalesce(accepted_at, returned_at) as ended_at
    from {{ ref('int_handoffs') }}
),

flows as (
    select
        handoffs.*,
        coalesce(cast(handoffs.ended_at as date), parameters.as_of) as observed_until
    from handoffs
    cross join {{ source('ledger', 'build_parameters') }} as parameters
),

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
),

final as (
    select
        flows.flow_no as handoff_id,
        flows.case_id,
        flows.case_found_by,
        flows.business_type_code as business_type,
        flows.sender_agency,
        flows.receiver_agency,
        flows.sender_agency_code,
        flows.receiver_agency_code,
        coalesce(flows.sender_unit_code, flows.sender_agency_code) as from_unit,
        coalesce(flows.receiver_unit_code, flows.receiver_agency_code) as to_unit,
        flows.sent_at,
        flows.received_at,
        flows.accepted_at,
        flows.returned_at,
        flows.resend_of_flow_no as resend_of_handoff_id,
        flows.channel_code as channel,
        flows.is_single_track,
        cast(flows.volume_count as integer) as volume_count,
        cast(flows.page_count as integer) as page_count,
        flows.flow_status_code as status,
        flows.document_no,
        coalesce(
            flows.received_at < flows.sent_at
            or flows.accepted_at < flows.sent_at
            or flows.accepted_at < flows.received_at
            or flows.returned_at < flows.sent_at,
            false
        ) as is_contradicted,
        flows.ended_at is null as is_censored,
        cast({{ days_between('cast(flows.sent_at as date)', 'cast(flows.received_at as date)') }} as integer)
            as transit_days,
        cast({{ days_between('cast(flows.sent_at as date)', 'flows.observed_until') }} as integer)
            as duration_days,
        coalesce(requirements.carries_dossier, false) as carries_dossier,
        case
            when reconcilable.business_type is not null and flows.returned_at is null
                then receivers.case_id is not null
        end as has_receiver_record,
        {{ hours_between('flows.sent_at', 'flows.accepted_at') }} as hours_to_acceptance,
        flows.recorded_at,
        flows.source_table,
        flows._source_file,
        flows._source_row
    from flows
    left join {{ ref('flow_requirements') }} as requirements
        on flows.business_type_code = requirements.business_code
    left join reconcilable on flows.business_type_code = reconcilable.business_type
    left join receivers
        on flows.business_type_code = receivers.business_type and flows.case_id = receivers.case_id
)

select * from final
