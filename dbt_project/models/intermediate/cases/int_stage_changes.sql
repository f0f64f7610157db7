-- Grain: one change of stage of one case, in order.
-- Belongs here: the stages of a case in order; events after the day of judgement do not count. Keep
-- out: which event begins which stage (macros/stages.sql), limits.
-- Nuance: the latest event that belongs to a stage decides; on one day the later stage of the process.
-- Nonprosecution of one suspect closes the case only when nobody of the case is prosecuted; execution
-- documents close it unless they went to community correction.
with

events as (
    select events.*
    from {{ ref('int_events_merged') }} as events
    cross join {{ source('ledger', 'build_parameters') }} as parameters
    where cast(events.occurred_at as date) <= parameters.as_of
),

prosecuted_cases as (
    select distinct case_id from events
    where event_type in {{ prosecuting_events() }}
),

marks as (
    select
        events.case_id,
        events.occurred_at,
        {{ stage_begun('events.event_type', 'events.attributes', 'prosecuted_cases.case_id is not null') }} as stage,
        {{ stage_begun('events.event_type', 'events.attributes', 'prosecuted_cases.case_id is not null', 'rank') }} as stage_rank
    from events
    left join prosecuted_cases on events.case_id = prosecuted_cases.case_id
),

ordered as (
    select
        *,
        lag(stage) over (
            partition by case_id order by cast(occurred_at as date), stage_rank, occurred_at
        ) as stage_before,
        row_number() over (
            partition by case_id order by cast(occurred_at as date), stage_rank, occurred_at
        ) as mark_number
    from marks
    where stage is not null
),

changes as (
    select * from ordered
    where stage is distinct from stage_before
),

final as (
    select
        case_id,
        row_number() over (partition by case_id order by mark_number) as stage_seq,
        stage,
        occurred_at as started_at,
        lead(occurred_at) over (partition by case_id order by mark_number) as ended_at
    from changes
)

select * from final
