-- Grain: one span of one stage of the case; NULL `ended_at`: it runs.
with

starts as (
    select
        occurred_at as started_at,
        case event_type
            when 'case_received' then 'filing'
            when 'case_filed' then 'investigation'
            when 'arrest_request_received' then 'arrest_review'
            when 'arrest_review_concluded' then 'investigation'
            when 'arrest_decision' then 'investigation'
            when 'transfer_received' then 'prosecution_review'
            when 'returned_for_supplementary' then 'investigation'
            when 'resubmitted' then 'prosecution_review'
            when 'case_accepted' then 'trial'
            when 'appeal_accepted' then 'second_instance'
            when 'judgment_effective' then 'execution'
            when 'correction_started' then 'community_correction'
        end as stage
    from fct_events
    where case_id = $case_id
),

changes as (
    select
        stage,
        started_at,
        lag(stage) over (order by started_at, stage) as stage_before
    from starts
    where stage is not null
),

spans as (
    select
        stage,
        started_at,
        lead(started_at) over (order by started_at) as ended_at
    from changes
    where stage is distinct from stage_before
)

select
    spans.stage,
    spans.started_at,
    coalesce(spans.ended_at, cases.closed_at) as ended_at
from spans
cross join dim_cases as cases
where cases.case_id = $case_id
order by spans.started_at
