-- Grain: one person under community correction in the newest snapshot.
-- Belongs here: types and English names. Keep out: other relations and what the values mean.
with

live_rows as (
    {{ live_rows('justice', 'subjects', name='姓名', identity_no='身份证号') }}
),

final as (
    select
        _record_key as source_person_no,
        _record_key as correction_no,
        "姓名" as person_name,
        {{ masked_name('_name_folded') }} as masked_name,
        _name_folded as name_normalized,
        "曾用名" as alias_name,
        {{ sex_code('"性别"') }} as sex_code,
        "身份证号" as identity_no,
        {{ normalize_identity_no('_identity_folded') }} as identity_no_normalized,
        {{ is_identity_no_valid('_identity_folded', "'111'") }} as is_identity_no_valid,
        cast("出生日期" as date) as birth_date,
        "矫正类别" as correction_type_code,
        "罪名" as charge_name,
        "判决机关" as judging_agency_name,
        "判决书案号" as judgment_case_no,
        {{ normalize_number('"判决书案号"') }} as judgment_case_no_normalized,
        cast("判决生效日期" as date) as effective_date,
        cast("文书接收日期" as date) as documents_received_date,
        cast("矫正开始日期" as date) as started_date,
        cast("矫正结束日期" as date) as ended_date,
        "司法所代码" as unit_code,
        "司法所" as unit_name,
        "状态" as correction_status_code,
        "数据来源" as data_source,
        {{ version_time() }} as recorded_at,
        {{ source_columns('justice', 'subjects') }}
    from live_rows
)

select * from final
