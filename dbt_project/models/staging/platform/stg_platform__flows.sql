-- Grain: one live hand-off on the platform.
-- Belongs here: types and English names. Keep out: other relations and what the values mean.
with

live_rows as (
    {{ live_rows('platform', 'flows', name='person_name', identity_no='person_id_no') }}
),

final as (
    select
        "flow_id" as flow_no,
        "business_code" as business_type_code,
        "src_case_no" as sender_case_no,
        {{ normalize_number('"src_case_no"') }} as sender_case_no_normalized,
        "dst_case_no" as receiver_case_no,
        {{ normalize_number('"dst_case_no"') }} as receiver_case_no_normalized,
        "related_doc_no" as document_no,
        {{ normalize_number('"related_doc_no"') }} as document_no_normalized,
        "person_name" as person_name,
        {{ masked_name('_name_folded') }} as masked_name,
        _name_folded as name_normalized,
        "person_id_no" as identity_no,
        {{ normalize_identity_no('_identity_folded') }} as identity_no_normalized,
        {{ is_identity_no_valid('_identity_folded', "'111'") }} as is_identity_no_valid,
        "sender_agency" as sender_agency_code,
        "sender_unit" as sender_unit_code,
        "sender_user" as sender_user_no,
        "receiver_agency" as receiver_agency_code,
        "receiver_unit" as receiver_unit_code,
        cast("sent_at" as timestamp) as sent_at,
        cast("received_at" as timestamp) as received_at,
        cast("accepted_at" as timestamp) as accepted_at,
        cast("returned_at" as timestamp) as returned_at,
        "return_reason" as return_reason,
        "resend_of" as resend_of_flow_no,
        "channel" as channel_code,
        {{ to_integer('"dossier_volumes"') }} as volume_count,
        {{ to_integer('"dossier_pages"') }} as page_count,
        {{ yes_no('"single_track"') }} as is_single_track,
        "status" as flow_status_code,
        "data_source" as data_source,
        {{ version_time() }} as recorded_at,
        {{ source_columns('platform', 'flows') }}
    from live_rows
)

select * from final
