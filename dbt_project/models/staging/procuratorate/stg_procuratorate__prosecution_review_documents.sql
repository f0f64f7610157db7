-- Grain: one document of one live prosecution review.
-- Belongs here: types and English names. Keep out: other relations and what the values mean.
with

live_rows as (
    {{ live_rows('procuratorate', 'prosecution_review', ['文书列表']) }}
),

final as (
    select
        _record_key as case_no,
        _item_1 as item_seq,
        "文书编号" as document_record_id,
        "文书类型代码" as document_type_code,
        "文书号" as document_no,
        {{ normalize_number('"文书号"') }} as document_no_normalized,
        cast("制作时间" as timestamp) as made_at,
        cast("签发时间" as timestamp) as issued_at,
        cast("录入时间" as timestamp) as entered_at,
        cast("送达时间" as timestamp) as served_at,
        "送达对象" as served_to,
        coalesce(cast("录入时间" as timestamp), {{ version_time() }}) as recorded_at,
        {{ source_columns('procuratorate', 'prosecution_review') }}
    from live_rows
)

select * from final
