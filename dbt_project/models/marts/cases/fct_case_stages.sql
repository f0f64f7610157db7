-- Grain: one span of one stage of one case; `ended_at` exclusive, NULL = running on the day of judgement.
-- Nuance: a running stage is censored, not dropped: its duration is what was observed up to the day of
-- judgement (duration_days with is_censored = true is what a Kaplan-Meier estimate takes). `closed` is
-- where a case comes to rest: it has no duration and is never censored.
with

spans as (
    select
        stages.*,
        coalesce(cast(stages.ended_at as date), parameters.as_of) as observed_until,
        stages.ended_at is null and stages.stage = 'closed' as is_at_rest
    from {{ ref('int_stage_changes') }} as stages
    cross join {{ source('ledger', 'build_parameters') }} as parameters
),

final as (
    select
        case_id,
        cast(stage_seq as integer) as stage_seq,
        stage,
        started_at,
        ended_at,
        ended_at is null and not is_at_rest as is_censored,
        case
            when not is_at_rest
                then cast({{ days_between('cast(started_at as date)', 'observed_until') }} as integer)
        end as duration_days,
        -- A stage that a case comes back to (investigation after a return) is another span of its own.
        cast(row_number() over (partition by case_id, stage order by stage_seq) as integer) as visit_no
    from spans
)

select * from final
