-- Grain: one suspect of one live arrest review.
-- Belongs here: types and English names. Keep out: other relations and what the values mean.
with

live_rows as (
    {{ live_rows('procuratorate', 'arrest_review', ['嫌疑人列表'], name='姓名', identity_no='证件号码') }}
),

final as (
    select
        _record_key as case_no,
        _item_1 as item_seq,
        _record_key || '#' || "序号" as source_person_no,
        {{ to_integer('"序号"') }} as person_seq,
        "姓名" as person_name,
        {{ masked_name('_name_folded') }} as masked_name,
        _name_folded as name_normalized,
        "曾用名" as alias_name,
        {{ sex_code('"性别"') }} as sex_code,
        cast("出生日期" as date) as birth_date,
        "证件类型" as identity_type_code,
        "证件号码" as identity_no,
        {{ normalize_identity_no('_identity_folded') }} as identity_no_normalized,
        {{ is_identity_no_valid('_identity_folded', '"证件类型"') }} as is_identity_no_valid,
        {{ yes_no('"是否羁押"') }} as is_in_custody,
        cast("拘留日期" as date) as detained_date,
        "审查决定" as arrest_decision_code,
        cast("决定日期" as date) as decided_date,
        "决定文书号" as document_no,
        {{ normalize_number('"决定文书号"') }} as document_no_normalized,
        {{ version_time() }} as recorded_at,
        {{ source_columns('procuratorate', 'arrest_review') }}
    from live_rows
)

select * from final
