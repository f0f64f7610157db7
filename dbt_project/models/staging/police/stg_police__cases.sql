-- Grain: one live police case.
-- Belongs here: types and English names. Keep out: other relations and what the values mean.
with

live_rows as (
    {{ live_rows('police', 'cases') }}
),

final as (
    select
        "AJBH" as case_no,
        "AJMC" as case_name,
        "AJLBDM" as case_category_code,
        "ZMDM" as charge_code,
        "AJLYDM" as case_source_code,
        "AJZTDM" as case_status_code,
        cast("FASJKS" as timestamp) as offence_started_at,
        cast("FASJJS" as timestamp) as offence_ended_at,
        "FADXZQH" as region_code,
        "FADD" as offence_address,
        "FACSDM" as premises_code,
        {{ to_decimal('"JD"', scale=6) }} as longitude,
        {{ to_decimal('"WD"', scale=6) }} as latitude,
        cast("BASJ" as timestamp) as reported_at,
        cast("SARQ" as timestamp) as accepted_at,
        cast("LARQ" as timestamp) as filed_at,
        cast("PARQ" as timestamp) as solved_at,
        cast("ZCZJRQ" as timestamp) as investigation_concluded_at,
        cast("CARQ" as timestamp) as withdrawn_at,
        "ZASDDM" as modus_codes,
        "JYAQ" as case_summary,
        {{ to_decimal('"SAJE"') }} as amount_yuan,
        "ZBDWDM" as unit_code,
        "ZBDWMC" as unit_name,
        "ZBMJ" as officer_no,
        "ZBMJXM" as officer_name,
        "XBMJ" as second_officer_no,
        "BAAJBH" as merged_into_case_no,
        "YAJBH" as origin_case_no,
        "SJLY" as data_source,
        {{ version_time() }} as recorded_at,
        {{ source_columns('police', 'cases') }}
    from live_rows
)

select * from final
