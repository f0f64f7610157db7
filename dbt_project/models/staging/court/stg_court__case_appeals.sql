-- Grain: one appeal or protest against one live court case.
-- Belongs here: types and English names. Keep out: other relations and what the values mean.
with

live_rows as (
    {{ live_rows('court', 'cases', ['appeals']) }}
),

final as (
    select
        _record_key as court_case_id,
        _item_1 as item_seq,
        "type" as appeal_type_code,
        {{ to_integer('"defendantSeq"') }} as person_seq,
        cast("date" as date) as appealed_date,
        "docNo" as document_no,
        {{ normalize_number('"docNo"') }} as document_no_normalized,
        {{ version_time() }} as recorded_at,
        {{ source_columns('court', 'cases') }}
    from live_rows
)

select * from final
