-- Grain: one live coercive measure of one suspect.
-- Belongs here: types and English names. Keep out: other relations and what the values mean.
with

live_rows as (
    {{ live_rows('police', 'measures') }}
),

final as (
    select
        "CSBH" as measure_no,
        "AJBH" as case_no,
        "RYBH" as person_no,
        "CSLXDM" as measure_code,
        cast("KSSJ" as timestamp) as started_at,
        "JLQXLX" as detention_limit_code,
        cast("YDJMRQ" as date) as original_due_date,
        cast("JSSJ" as timestamp) as ended_at,
        "JSYYDM" as measure_end_code,
        "PZJGDM" as approving_agency_code,
        "PZWSZH" as document_no,
        {{ normalize_number('"PZWSZH"') }} as document_no_normalized,
        cast("ZXSJ" as timestamp) as announced_at,
        "KSSDM" as detention_house_code,
        cast("RSSJ" as timestamp) as admitted_at,
        cast("CSSJ" as timestamp) as discharged_at,
        "BZFS" as guarantee_code,
        {{ to_decimal('"BZJ"') }} as bail_yuan,
        "ZBDWDM" as unit_code,
        "SJLY" as data_source,
        {{ version_time() }} as recorded_at,
        {{ source_columns('police', 'measures') }}
    from live_rows
)

select * from final
