-- Grain: one live extension or restart of the investigation custody period.
-- Belongs here: types and English names. Keep out: other relations and what the values mean.
with

live_rows as (
    {{ live_rows('police', 'extensions') }}
),

final as (
    select
        "YCBH" as extension_no,
        "AJBH" as case_no,
        "RYBH" as person_no,
        "YCLXDM" as extension_type_code,
        cast("QSRQ" as date) as started_date,
        cast("ZZRQ" as date) as ended_date,
        cast("TQRQ" as date) as requested_date,
        cast("PZRQ" as date) as approved_date,
        "PZJGDM" as approving_agency_code,
        "PZWSZH" as document_no,
        {{ normalize_number('"PZWSZH"') }} as document_no_normalized,
        "LY" as extension_reason,
        "SJLY" as data_source,
        {{ version_time() }} as recorded_at,
        {{ source_columns('police', 'extensions') }}
    from live_rows
)

select * from final
