-- Grain: one change of the trial term of one live court case.
-- Belongs here: types and English names. Keep out: other relations and what the values mean.
with

live_rows as (
    {{ live_rows('court', 'cases', ['termChanges']) }}
),

final as (
    select
        _record_key as court_case_id,
        _item_1 as item_seq,
        "type" as term_change_code,
        "reason" as term_reason_code,
        cast("startDate" as date) as started_date,
        cast("endDate" as date) as ended_date,
        "approvedBy" as approving_agency_code,
        "docNo" as document_no,
        {{ normalize_number('"docNo"') }} as document_no_normalized,
        {{ version_time() }} as recorded_at,
        {{ source_columns('court', 'cases') }}
    from live_rows
)

select * from final
