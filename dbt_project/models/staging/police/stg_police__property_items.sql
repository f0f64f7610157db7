-- Grain: one live seized thing.
-- Belongs here: types and English names. Keep out: other relations and what the values mean.
with

live_rows as (
    {{ live_rows('police', 'property') }}
),

final as (
    select
        "CWBH" as property_no,
        "AJBH" as case_no,
        "RYBH" as person_no,
        "CWMC" as property_name,
        "CWLXDM" as property_type_code,
        {{ to_decimal('"SL"', scale=3) }} as quantity,
        "JLDW" as quantity_unit,
        {{ to_decimal('"GZ"') }} as value_yuan,
        cast("KYRQ" as timestamp) as seized_at,
        "KYWSZH" as document_no,
        {{ normalize_number('"KYWSZH"') }} as document_no_normalized,
        "BGDD" as storage_place,
        "ZTDM" as property_status_code,
        cast("YSRQ" as timestamp) as passed_on_at,
        "JSDWDM" as receiving_agency_code,
        cast("CZRQ" as timestamp) as disposed_at,
        "SJLY" as data_source,
        {{ version_time() }} as recorded_at,
        {{ source_columns('police', 'property') }}
    from live_rows
)

select * from final
