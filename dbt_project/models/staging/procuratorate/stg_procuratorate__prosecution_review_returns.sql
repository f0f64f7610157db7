-- Grain: one return for supplementary investigation of one live prosecution review.
-- Belongs here: types and English names. Keep out: other relations and what the values mean.
with

live_rows as (
    {{ live_rows('procuratorate', 'prosecution_review', ['退回补充侦查列表']) }}
),

final as (
    select
        _record_key as case_no,
        _item_1 as item_seq,
        {{ to_integer('"次数"') }} as return_seq,
        cast("退回日期" as date) as returned_date,
        cast("重报日期" as date) as resubmitted_date,
        "文书号" as document_no,
        {{ normalize_number('"文书号"') }} as document_no_normalized,
        {{ version_time() }} as recorded_at,
        {{ source_columns('procuratorate', 'prosecution_review') }}
    from live_rows
)

select * from final
