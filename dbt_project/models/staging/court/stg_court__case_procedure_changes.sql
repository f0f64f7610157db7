-- Grain: one change of procedure of one live court case.
-- Belongs here: types and English names. Keep out: other relations and what the values mean.
with

live_rows as (
    {{ live_rows('court', 'cases', ['procedureChanges']) }}
),

final as (
    select
        _record_key as court_case_id,
        _item_1 as item_seq,
        "from" as from_procedure_code,
        "to" as to_procedure_code,
        cast("date" as date) as changed_date,
        {{ version_time() }} as recorded_at,
        {{ source_columns('court', 'cases') }}
    from live_rows
)

select * from final
