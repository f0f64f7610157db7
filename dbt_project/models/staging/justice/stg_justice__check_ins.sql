-- Grain: one check-in in the newest snapshot.
-- Belongs here: types and English names. Keep out: other relations and what the values mean.
with

live_rows as (
    {{ live_rows('justice', 'check_ins') }}
),

final as (
    select
        "报到编号" as check_in_no,
        "矫正编号" as correction_no,
        cast("应报到日期" as date) as due_date,
        cast("实际报到日期" as date) as reported_date,
        "登记人" as registrar_name,
        "备注" as check_in_remark,
        "数据来源" as data_source,
        {{ version_time() }} as recorded_at,
        {{ source_columns('justice', 'check_ins') }}
    from live_rows
)

select * from final
