-- Grain: one move of one case from one stage to the next, on a day of the period; its start is a move too.
-- Nuance: sealed cases are counted; whoever lists cases leaves them out and says how many.
with

spans as (
    select stages.*, cases.region_code, cases.lead_charge_code
    from snapshot.marts.fct_case_stages as stages
    inner join snapshot.marts.dim_cases as cases on stages.case_id = cases.case_id
    where
        ($region is null or cases.region_code = $region)
        and ($charge is null or cases.lead_charge_code = $charge)
        and (
            (select not is_limited from reader_scope)
            or cases.case_id in (select reader_cases.case_id from reader_cases)
        )
)

select
    spans.case_id,
    spans.stage as from_stage,
    next_spans.stage as to_stage,
    spans.duration_days,
    1 as weight
from spans
inner join snapshot.marts.fct_case_stages as next_spans
    on spans.case_id = next_spans.case_id and spans.stage_seq + 1 = next_spans.stage_seq
where cast(spans.ended_at as date) between $first_day and $last_day
union all
select case_id, 'start', stage, null, 1
from spans
where stage_seq = 1 and cast(started_at as date) between $first_day and $last_day
