-- Grain: one measure against one person of the case; NULL `ended_at`: it runs, or nobody wrote its end.
with

marks as (
    select
        person_id,
        agency,
        occurred_at,
        case
            when event_type in ('detained', 'detention_ended') then 'detained'
            when event_type in ('arrested', 'arrest_ended') then 'arrested'
            when event_type in ('bail_started', 'bail_released_or_changed') then 'bail_started'
            when event_type in ('rs_decision_executed', 'rs_released_or_changed')
                then 'rs_decision_executed'
            when event_type in ('correction_started', 'correction_released', 'correction_recalled')
                then 'correction_started'
        end as measure,
        event_type
    from fct_events
    where case_id = $case_id
),

spans as (
    select
        measure,
        person_id,
        agency,
        event_type,
        occurred_at as started_at,
        lead(occurred_at) over (
            partition by person_id, measure order by occurred_at, event_type = measure
        ) as ended_at
    from marks
    where measure is not null
)

select
    spans.measure,
    spans.agency,
    spans.started_at,
    spans.ended_at,
    persons.masked_name
from spans
left join fct_case_persons as persons
    on persons.case_id = $case_id and spans.person_id = persons.person_id
where spans.event_type = spans.measure
order by spans.started_at
