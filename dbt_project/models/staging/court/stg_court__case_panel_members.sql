-- Grain: one member of the panel of one live court case.
-- Belongs here: types and English names. Keep out: other relations and what the values mean.
with

live_rows as (
    {{ live_rows('court', 'cases', ['panel']) }}
),

final as (
    select
        _record_key as court_case_id,
        _item_1 as item_seq,
        "value" as judge_no,
        {{ version_time() }} as recorded_at,
        {{ source_columns('court', 'cases') }}
    from live_rows
)

select * from final
