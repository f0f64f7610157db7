-- Grain: one event that the platform's clock tells of.
-- Nuance: sent and received are the platform's own clock and reliable; the case is found by numbers,
-- so these rows carry case_id instead of a record key.
with

handoffs as (
    select * from {{ ref('int_handoffs') }}
    where case_id is not null and flow_status_code <> 'B' and returned_at is null
),

chosen as (
    {%- set mapped = [
        ('B201', 'arrest_request_submitted', 'sent_at', 'sender_unit_code'),
        ('B301', 'transferred_for_prosecution', 'sent_at', 'sender_unit_code'),
        ('B303', 'resubmitted', 'sent_at', 'sender_unit_code'),
        ('B302', 'suppl_docs_received_by_police', 'received_at', 'receiver_unit_code'),
        ('B203', 'arrest_refusal_received', 'received_at', 'receiver_unit_code'),
        ('B205', 'reconsideration_request', 'sent_at', 'sender_unit_code'),
        ('B206', 'recheck_request', 'sent_at', 'sender_unit_code'),
        ('B401', 'indictment_received', 'received_at', 'receiver_unit_code'),
        ('B401', 'acceptance_decision', 'accepted_at', 'receiver_unit_code'),
        ('B601', 'commission_received', 'received_at', 'receiver_unit_code'),
        ('B604', 'documents_received', 'received_at', 'receiver_unit_code'),
        ('B204', 'receipt_delivered', 'sent_at', 'sender_unit_code'),
        ('B605', 'receipt_delivered', 'sent_at', 'sender_unit_code'),
        ('B307', 'reconsideration_request', 'sent_at', 'sender_unit_code'),
        ('B205', 'reconsideration_request_received', 'received_at', 'receiver_unit_code'),
        ('B307', 'reconsideration_request_received', 'received_at', 'receiver_unit_code'),
        ('B206', 'recheck_request_received', 'received_at', 'receiver_unit_code'),
        ('B501', 'execution_documents_received', 'received_at', 'receiver_unit_code'),
        ('B508', 'execution_documents_received', 'received_at', 'receiver_unit_code'),
        ('B502', 'delivered_to_prison', 'received_at', 'receiver_unit_code'),
    ] %}
    {%- for business, event_type, at, unit in mapped %}
    select
        case_id,
        agency,
        source_table,
        source_record_id,
        '{{ event_type }}' as event_type,
        {{ unit }} as unit_code,
        {{ at }} as occurred_at,
        recorded_at,
        {{ json_attributes({'business_type': 'business_type_code', 'document_no': 'document_no', 'sender_case_no': 'sender_case_no'}) }} as attributes,
        _source_file,
        _source_row
    from handoffs
    where business_type_code = '{{ business }}' and {{ at }} is not null
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select * from chosen
