-- Grain: one suspect of one live prosecution review.
-- Belongs here: types and English names. Keep out: other relations and what the values mean.
with

live_rows as (
    {{ live_rows('procuratorate', 'prosecution_review', ['嫌疑人列表'], name='姓名', identity_no='证件号码') }}
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
        "强制措施代码" as measure_code,
        cast("羁押日期" as date) as custody_since_date,
        {{ yes_no('"未成年"') }} as is_juvenile,
        {{ yes_no('"认罪认罚"') }} as has_plea_leniency,
        cast("具结书签署日期" as date) as plea_signed_date,
        "值班律师" as duty_counsel_name,
        "审查结论" as prosecution_decision_code,
        cast("结论日期" as date) as decided_date,
        "结论文书号" as document_no,
        {{ normalize_number('"结论文书号"') }} as document_no_normalized,
        "量刑建议__刑种代码" as suggested_sentence_type_code,
        {{ to_integer('"量刑建议__刑期下限月"') }} as suggested_minimum_months,
        {{ to_integer('"量刑建议__刑期上限月"') }} as suggested_maximum_months,
        {{ yes_no('"量刑建议__建议缓刑"') }} as is_probation_suggested,
        {{ to_decimal('"量刑建议__罚金"') }} as suggested_fine_yuan,
        {{ version_time() }} as recorded_at,
        {{ source_columns('procuratorate', 'prosecution_review') }}
    from live_rows
)

select * from final
