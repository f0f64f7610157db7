-- Grain: one hearing of one live court case.
-- Belongs here: types and English names. Keep out: other relations and what the values mean.
with

live_rows as (
    {{ live_rows('court', 'cases', ['hearings']) }}
),

final as (
    select
        _record_key as court_case_id,
        _item_1 as item_seq,
        {{ to_integer('"seq"') }} as hearing_seq,
        "courtroom" as courtroom_name,
        "judgeId" as judge_no,
        cast("startAt" as timestamp) as started_at,
        cast("endAt" as timestamp) as ended_at,
        cast("remote" as boolean) as is_remote,
        "status" as hearing_status,
        {{ version_time() }} as recorded_at,
        {{ source_columns('court', 'cases') }}
    from live_rows
)

select * from final
