-- Grain: one span of days of delivery in which one case was known to stand the same.
-- Nuance: a case is looked at on every day on which something about one of its events became known or
-- was given up, and on every day on which an event that was known beforehand came to pass; events of
-- later days do not count on it, nor do those after the day of judgement. Stages by the rule of today.
with

events as (select * from {{ ref('int_event_versions') }}),

parameters as (select as_of from {{ source('ledger', 'build_parameters') }}),

days as (
    select case_id, known_from as known_on
    from events
    union
    select case_id, known_to
    from events
    where known_to is not null
    union
    select events.case_id, cast(events.occurred_at as date)
    from events
    cross join parameters
    where
        cast(events.occurred_at as date) > events.known_from
        and (events.known_to is null or cast(events.occurred_at as date) < events.known_to)
        and cast(events.occurred_at as date) <= parameters.as_of
),

spans as (
    select
        case_id,
        known_on as known_from,
        lead(known_on) over (partition by case_id order by known_on) as known_to
    from days
),

known as (
    select
        spans.case_id,
        spans.known_from,
        spans.known_to,
        events.event_type,
        events.attributes,
        events.occurred_at
    from spans
    cross join parameters
    inner join events
        on
            spans.case_id = events.case_id
            and spans.known_from >= events.known_from
            and (events.known_to is null or spans.known_from < events.known_to)
    where
        cast(events.occurred_at as date) <= parameters.as_of
        and cast(events.occurred_at as date) <= spans.known_from
),

prosecuted as (
    select
        *,
        bool_or(event_type in {{ prosecuting_events() }}) over (
            partition by case_id, known_from
        ) as is_prosecuted
    from known
),

marked as (
    select
        *,
        {{ stage_begun('event_type', 'attributes', 'is_prosecuted') }} as stage,
        {{ stage_begun('event_type', 'attributes', 'is_prosecuted', 'rank') }} as stage_rank
    from prosecuted
),

placed as (
    select
        *,
        row_number() over (
            partition by case_id, known_from
            order by
                (stage is null), cast(occurred_at as date) desc, stage_rank desc, occurred_at desc
        ) as place
    from marked
),

summed as (
    select
        case_id,
        known_from,
        known_to,
        max(case when place = 1 then stage end) as stage,
        min(case when event_type = 'case_received' then occurred_at end) as accepted_at,
        min(case when event_type = 'filing_decision' then occurred_at end) as filed_at,
        min(occurred_at) as first_event_at,
        max(occurred_at) as last_event_at,
        count(*) as event_count
    from placed
    group by case_id, known_from, known_to
),

stated as (
    select
        * exclude (stage),
        coalesce(stage, 'filing') as stage,
        coalesce(stage = 'closed', false) as is_closed
    from summed
),

final as (
    {{ joined_spans('stated', 'case_id', ['stage', 'is_closed', 'accepted_at', 'filed_at', 'first_event_at', 'last_event_at', 'event_count']) }}
)

select * from final
