-- Grain: one live supervision matter.
-- Belongs here: types and English names. Keep out: other relations and what the values mean.
with

live_rows as (
    {{ live_rows('procuratorate', 'supervision') }}
),

final as (
    select
        "监督编号" as supervision_no,
        "监督类型" as supervision_type_code,
        "检察院代码" as procuratorate_code,
        "承办检察官" as prosecutor_name,
        "被监督单位代码" as supervised_unit_code,
        "被监督单位名称" as supervised_unit_name,
        "关联统一受案号" as related_case_no,
        {{ normalize_number('"关联统一受案号"') }} as related_case_no_normalized,
        "侦查机关案件编号" as police_case_no,
        {{ normalize_number('"侦查机关案件编号"') }} as police_case_no_normalized,
        "违法情形" as violation_kind_code,
        "文书号" as document_no,
        {{ normalize_number('"文书号"') }} as document_no_normalized,
        cast("发出日期" as date) as sent_date,
        cast("回复日期" as date) as replied_date,
        {{ yes_no('"是否采纳"') }} as is_adopted,
        "数据来源" as data_source,
        {{ version_time() }} as recorded_at,
        {{ source_columns('procuratorate', 'supervision') }}
    from live_rows
)

select * from final
