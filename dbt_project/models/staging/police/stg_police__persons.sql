-- Grain: one person as written in one live police record; one human may have many.
-- Belongs here: types and English names. Keep out: other relations and what the values mean.
with

live_rows as (
    {{ live_rows('police', 'persons', name='XM', identity_no='ZJHM') }}
),

final as (
    select
        _record_key as source_person_no,
        "RYBH" as person_no,
        "AJBH" as case_no,
        "RYLXDM" as person_role_code,
        "XM" as person_name,
        {{ masked_name('_name_folded') }} as masked_name,
        _name_folded as name_normalized,
        "CYM" as alias_name,
        "XBDM" as sex_code,
        cast("CSRQ" as date) as birth_date,
        "ZJLXDM" as identity_type_code,
        "ZJHM" as identity_no,
        {{ normalize_identity_no('_identity_folded') }} as identity_no_normalized,
        {{ is_identity_no_valid('_identity_folded', '"ZJLXDM"') }} as is_identity_no_valid,
        "XZZXZQH" as residence_region_code,
        "DHHS" as phone_hash,
        "RYZTDM" as person_status_code,
        "DAFSDM" as appearance_code,
        cast("DARQ" as timestamp) as appeared_at,
        "ZMDM" as charge_code,
        "SJLY" as data_source,
        {{ version_time() }} as recorded_at,
        {{ source_columns('police', 'persons') }}
    from live_rows
)

select * from final
