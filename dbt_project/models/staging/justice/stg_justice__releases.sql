-- Grain: one end of community correction in the newest snapshot.
-- Belongs here: types and English names. Keep out: other relations and what the values mean.
with

live_rows as (
    {{ live_rows('justice', 'releases') }}
),

final as (
    select
        "解矫编号" as release_no,
        "矫正编号" as correction_no,
        cast("解矫日期" as date) as released_date,
        "解矫类型" as release_type_code,
        "文书号" as document_no,
        {{ normalize_number('"文书号"') }} as document_no_normalized,
        "数据来源" as data_source,
        {{ version_time() }} as recorded_at,
        {{ source_columns('justice', 'releases') }}
    from live_rows
)

select * from final
