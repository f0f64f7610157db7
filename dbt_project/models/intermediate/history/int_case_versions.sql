-- Grain: one span of days of delivery in which one case was known to stand the same.
-- Nuance: a case is looked at on every day on which something about one of its events became known or
-- was given up, and on every day on which an event that was known beforehand came to pass; events of
-- later days do not count on it, nor do those after the day of judgement. Stages by the rule of today.
with

-- The greatest mark of a span names its stage, without sorting millions of rows by span.
events as (
    select
        case_id,
        event_type,
        occurred_at,
        known_from,
        known_to,
        event_type in {{ prosecuting_events() }} as is_prosecuting,
        {{ stage_mark('event_type', 'attributes', 'occurred_at', 'true') }} as stage_if_prosecuted,
        {{ stage_mark('event_type', 'attributes', 'occurred_at', 'false') }} as stage_if_not_prosecuted
    from {{ ref('int_event_versions') }}
),

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

summed as (
    select
        spans.case_id,
        spans.known_from,
        spans.known_to,
        {{ stage_of_mark("case when bool_or(events.is_prosecuting) then max(events.stage_if_prosecuted) else max(events.stage_if_not_prosecuted) end") }} as stage,
        min(case when events.event_type = 'case_received' then events.occurred_at end) as accepted_at,
        min(case when events.event_type = 'filing_decision' then events.occurred_at end) as filed_at,
        min(events.occurred_at) as first_event_at,
        max(events.occurred_at) as last_event_at,
        count(*) as event_count
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
    group by spans.case_id, spans.known_from, spans.known_to
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
