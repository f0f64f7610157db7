{{ config(materialized='view') }}

-- Grain: one hand-off on the platform, with the case it belongs to.
-- Nuance: the receiver's number is known after acceptance only, so the sender's number is tried
-- first, then the receiver's, then the document handed over; a hand-off of none of these has no case.
-- Belongs here: hand-offs joined to cases. Keep out: judgement of lags.
with

flows as (
    select
        flows.*,
        senders.agency_type as sender_agency,
        receivers.agency_type as receiver_agency
    from {{ ref('stg_platform__flows') }} as flows
    left join {{ ref('agencies') }} as senders
        on flows.sender_agency_code = senders.agency_code
    left join {{ ref('agencies') }} as receivers
        on flows.receiver_agency_code = receivers.agency_code
),

owners as (select * from {{ ref('int_case_number_owners') }}),

final as (
    select
        flows.*,
        coalesce(
            by_sender.case_id, by_receiver.case_id, by_document.case_id
        ) as case_id,
        case
            when by_sender.case_id is not null then 'sender_case_no'
            when by_receiver.case_id is not null then 'receiver_case_no'
            when by_document.case_id is not null then 'document_no'
        end as case_found_by
    from flows
    left join owners as by_sender
        on
            flows.sender_agency = by_sender.agency
            and by_sender.number_kind = 'case_no'
            and flows.sender_case_no_normalized = by_sender.number_normalized
    left join owners as by_receiver
        on
            flows.receiver_agency = by_receiver.agency
            and by_receiver.number_kind = 'case_no'
            and flows.receiver_case_no_normalized = by_receiver.number_normalized
    left join owners as by_document
        on
            flows.sender_agency = by_document.agency
            and by_document.number_kind = 'document_no'
            and flows.document_no_normalized = by_document.number_normalized
)

select * from final
