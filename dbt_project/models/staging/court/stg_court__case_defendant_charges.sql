-- Grain: one charge of one defendant of one live court case.
-- Belongs here: types and English names. Keep out: other relations and what the values mean.
with

live_rows as (
    {{ live_rows('court', 'cases', ['defendants', 'charges'], parent_seq='seq') }}
),

final as (
    select
        _record_key as court_case_id,
        cast(_parent_seq as bigint) as person_seq,
        _item_2 as item_seq,
        "code" as charge_code,
        "name" as charge_name,
        {{ version_time() }} as recorded_at,
        {{ source_columns('court', 'cases') }}
    from live_rows
)

select * from final
