-- Grain: one protest raised in one live prosecution review.
-- Belongs here: types and English names. Keep out: other relations and what the values mean.
with

live_rows as (
    {{ live_rows('procuratorate', 'prosecution_review', ['抗诉列表']) }}
),

final as (
    select
        _record_key as case_no,
        _item_1 as item_seq,
        "抗诉书文号" as document_no,
        {{ normalize_number('"抗诉书文号"') }} as document_no_normalized,
        cast("抗诉日期" as date) as protested_date,
        "理由" as protest_reason,
        "结果" as protest_result_code,
        {{ version_time() }} as recorded_at,
        {{ source_columns('procuratorate', 'prosecution_review') }}
    from live_rows
)

select * from final
