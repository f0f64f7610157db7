-- Grain: one span of one stage of one case; `ended_at` exclusive, NULL = running on the day of judgement.
select
    case_id,
    cast(stage_seq as integer) as stage_seq,
    stage,
    started_at,
    ended_at
from {{ ref('int_stage_changes') }}
