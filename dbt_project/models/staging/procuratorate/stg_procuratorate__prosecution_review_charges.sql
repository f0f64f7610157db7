-- Grain: one charge, as sent or as found, of one suspect of one live prosecution review.
-- Belongs here: types and English names. Keep out: other relations and what the values mean.
with

live_rows as (
    {{ live_rows('procuratorate', 'prosecution_review', ['嫌疑人列表', '罪名列表'], parent_seq='序号') }}
),

final as (
    select
        _record_key as case_no,
        cast(_parent_seq as bigint) as person_seq,
        _item_2 as item_seq,
        "类别" as charge_kind,
        "罪名代码" as charge_code,
        "罪名名称" as charge_name,
        {{ yes_no('"主罪"') }} as is_main_charge,
        {{ version_time() }} as recorded_at,
        {{ source_columns('procuratorate', 'prosecution_review') }}
    from live_rows
)

select * from final
