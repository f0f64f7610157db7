{{ config(materialized='view') }}

-- Grain: one number that the platform says one record stands beside, per way of saying it.
-- Belongs here: what accepted or pending hand-offs tell about which records belong together. Keep
-- out: returned hand-offs, because they were sent to the wrong place.
with

flows as (
    select distinct
        sender_agencies.agency_type as sender_agency,
        receiver_agencies.agency_type as receiver_agency,
        flows.sender_case_no_normalized,
        flows.receiver_case_no_normalized,
        flows.document_no_normalized
    from {{ ref('stg_platform__flows') }} as flows
    inner join {{ ref('agencies') }} as sender_agencies
        on flows.sender_agency_code = sender_agencies.agency_code
    inner join {{ ref('agencies') }} as receiver_agencies
        on flows.receiver_agency_code = receiver_agencies.agency_code
    where
        flows.flow_status_code <> 'B'
        and flows.returned_at is null
        and flows.receiver_case_no_normalized is not null
),

-- A case number that two records carry says nothing about which of them was meant.
case_numbers as (
    select
        agency,
        number_normalized,
        min(record_key) as record_key,
        min(region_code) as region_code
    from {{ ref('int_case_numbers') }}
    where number_kind = 'case_no'
    group by agency, number_normalized
    having count(*) = 1
),

references_found as (
    select distinct
        receiver_numbers.record_key,
        'flow_case_no' as link_method,
        flows.sender_agency as target_agency,
        'case_no' as number_kind,
        flows.sender_case_no_normalized as number_normalized,
        cast(null as varchar) as unit_code,
        receiver_numbers.region_code
    from flows
    inner join case_numbers as receiver_numbers
        on
            flows.receiver_agency = receiver_numbers.agency
            and flows.receiver_case_no_normalized = receiver_numbers.number_normalized
    where flows.sender_case_no_normalized is not null
    union all
    select distinct
        receiver_numbers.record_key,
        'flow_document_no' as link_method,
        flows.sender_agency as target_agency,
        'document_no' as number_kind,
        flows.document_no_normalized as number_normalized,
        cast(null as varchar) as unit_code,
        receiver_numbers.region_code
    from flows
    inner join case_numbers as receiver_numbers
        on
            flows.receiver_agency = receiver_numbers.agency
            and flows.receiver_case_no_normalized = receiver_numbers.number_normalized
    where flows.document_no_normalized is not null
)

select * from references_found
