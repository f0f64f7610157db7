-- Grain: one live prosecution review case.
-- Belongs here: types and English names. Keep out: other relations and what the values mean.
with

live_rows as (
    {{ live_rows('procuratorate', 'prosecution_review') }}
),

final as (
    select
        _record_key as case_no,
        "部门受案号" as department_case_no,
        {{ normalize_number('"部门受案号"') }} as department_case_no_normalized,
        "案件名称" as case_name,
        "检察院代码" as procuratorate_code,
        "承办部门代码" as unit_code,
        "承办检察官" as prosecutor_name,
        "承办检察官编号" as prosecutor_no,
        "移送单位代码" as sending_unit_code,
        "移送单位名称" as sending_unit_name,
        "起诉意见书文号" as prosecution_opinion_no,
        {{ normalize_number('"起诉意见书文号"') }} as prosecution_opinion_no_normalized,
        "侦查机关案件编号" as police_case_no,
        {{ normalize_number('"侦查机关案件编号"') }} as police_case_no_normalized,
        "审查逮捕受案号" as arrest_review_case_no,
        {{ normalize_number('"审查逮捕受案号"') }} as arrest_review_case_no_normalized,
        cast("受理日期" as date) as accepted_date,
        cast("审结日期" as date) as concluded_date,
        cast("移送法院日期" as date) as sent_to_court_date,
        "移送法院代码" as court_code,
        "建议程序" as suggested_procedure_code,
        "起诉书文号" as indictment_no,
        {{ normalize_number('"起诉书文号"') }} as indictment_no_normalized,
        "数据来源" as data_source,
        {{ version_time() }} as recorded_at,
        {{ source_columns('procuratorate', 'prosecution_review') }}
    from live_rows
)

select * from final
