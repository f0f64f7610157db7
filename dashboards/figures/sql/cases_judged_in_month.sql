-- Grain: one row. Cases with a judgment in the last finished month, and the month before it.
with

months as (
    select
        date_trunc('month', as_of + 1) - interval 1 month as first_day,
        date_trunc('month', as_of + 1) - interval 1 day as last_day,
        date_trunc('month', as_of + 1) - interval 2 month as previous_first_day
    from ops_snapshot
)

select
    months.first_day,
    months.last_day,
    count(distinct events.case_id) filter (
        where events.occurred_at >= months.first_day
    ) as value,
    count(distinct events.case_id) filter (
        where events.occurred_at < months.first_day
    ) as previous_value
from months
left join fct_events as events
    on
        events.event_type = 'judgment_pronounced'
        and events.occurred_at >= months.previous_first_day
        and events.occurred_at < months.last_day + interval 1 day
group by all
