-- Grain: one extension of the review period of one live prosecution review.
-- Belongs here: types and English names. Keep out: other relations and what the values mean.
with

live_rows as (
    {{ live_rows('procuratorate', 'prosecution_review', ['延长审查起诉期限列表']) }}
),

final as (
    select
        _record_key as case_no,
        _item_1 as item_seq,
        cast("批准日期" as date) as approved_date,
        cast("延长至" as date) as extended_until_date,
        {{ version_time() }} as recorded_at,
        {{ source_columns('procuratorate', 'prosecution_review') }}
    from live_rows
)

select * from final
