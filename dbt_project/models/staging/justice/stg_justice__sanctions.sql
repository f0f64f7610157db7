-- Grain: one award or sanction in the newest snapshot.
-- Belongs here: types and English names. Keep out: other relations and what the values mean.
with

live_rows as (
    {{ live_rows('justice', 'sanctions') }}
),

final as (
    select
        "奖惩编号" as sanction_no,
        "矫正编号" as correction_no,
        "类型" as sanction_type_code,
        "事由" as sanction_reason,
        cast("日期" as date) as sanctioned_date,
        "文书号" as document_no,
        {{ normalize_number('"文书号"') }} as document_no_normalized,
        "数据来源" as data_source,
        {{ version_time() }} as recorded_at,
        {{ source_columns('justice', 'sanctions') }}
    from live_rows
)

select * from final
