-- Grain: one live police document or record.
-- Belongs here: types and English names. Keep out: other relations and what the values mean.
with

live_rows as (
    {{ live_rows('police', 'documents') }}
),

final as (
    select
        "WSBH" as document_record_id,
        "WSZH" as document_no,
        {{ normalize_number('"WSZH"') }} as document_no_normalized,
        "WSLXDM" as document_type_code,
        "AJBH" as case_no,
        "RYBH" as person_no,
        cast("ZZSJ" as timestamp) as made_at,
        cast("QFSJ" as timestamp) as issued_at,
        "QFR" as issuer_name,
        cast("LRSJ" as timestamp) as entered_at,
        cast("SDSJ" as timestamp) as served_at,
        "SDDWMC" as served_to,
        "WSZTDM" as document_status_code,
        "YWSBH" as replaces_document_record_id,
        "XGYY" as change_reason,
        cast("HDKSSJ" as timestamp) as activity_started_at,
        cast("HDJSSJ" as timestamp) as activity_ended_at,
        "HDDD" as activity_place,
        "BLR" as officer_nos,
        {{ to_integer('"YS"') }} as page_count,
        "WJHX" as file_hash,
        "ZBDWDM" as unit_code,
        "SJLY" as data_source,
        coalesce(cast("LRSJ" as timestamp), {{ version_time() }}) as recorded_at,
        {{ source_columns('police', 'documents') }}
    from live_rows
)

select * from final
