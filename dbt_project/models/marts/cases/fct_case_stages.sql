-- Grain: one span of one stage of one case; `ended_at` exclusive, NULL = running on the day of judgement.
-- Nuance: a running stage is censored, not dropped: its duration is what was observed up to the day of
-- judgement (duration_days with is_censored = true is what a Kaplan-Meier estimate takes). `closed` is
-- where a case comes to rest: it has no duration and is never censored.
select
    stages.case_id,
    cast(stages.stage_seq as integer) as stage_seq,
    stages.stage,
    stages.started_at,
    stages.ended_at,
    stages.ended_at is null and stages.stage <> 'closed' as is_censored,
    case
        when stages.ended_at is not null or stages.stage <> 'closed'
            then cast({{ days_between('cast(stages.started_at as date)', 'coalesce(cast(stages.ended_at as date), parameters.as_of)') }} as integer)
    end as duration_days,
    -- A stage that a case comes back to (investigation after a return) is another span of its own.
    cast(row_number() over (
        partition by stages.case_id, stages.stage order by stages.stage_seq
    ) as integer) as visit_no
from {{ ref('int_stage_changes') }} as stages
cross join {{ source('ledger', 'build_parameters') }} as parameters
