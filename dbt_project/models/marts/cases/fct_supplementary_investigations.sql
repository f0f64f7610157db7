-- Grain: one return of one case for supplementary investigation, with what came of it.
-- Nuance: a return that is not answered yet is censored at the day of judgement, not dropped.
select
    loops.returned_event_id,
    loops.case_id,
    cast(loops.loop_no as integer) as loop_no,
    loops.review_case_no,
    loops.returned_at,
    loops.resubmitted_event_id,
    loops.resubmitted_at,
    loops.resubmitted_at is null as is_censored,
    cast({{ days_between('cast(loops.returned_at as date)', 'coalesce(cast(loops.resubmitted_at as date), parameters.as_of)') }} as integer) as duration_days
from {{ ref('int_supplementary_investigations') }} as loops
cross join {{ source('ledger', 'build_parameters') }} as parameters
