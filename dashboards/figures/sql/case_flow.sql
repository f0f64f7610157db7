-- Grain: one step of one of the last 24 months. A case counts once per step and month.
with

period as (
    select
        cast(as_of as date) as as_of,
        date_trunc('month', as_of) - interval 23 month as first_day
    from ops_snapshot
),

steps as (
    select
        'filed' as step,
        case_id,
        filed_at as reached_at
    from dim_cases

    union all

    select
        case event_type
            when 'transferred_for_prosecution' then 'sent'
            when 'prosecution_decision' then 'indicted'
            else 'judged'
        end as step,
        case_id,
        occurred_at as reached_at
    from fct_events
    where
        event_type in
        ('transferred_for_prosecution', 'prosecution_decision', 'judgment_pronounced')
)

select
    steps.step,
    cast(date_trunc('month', steps.reached_at) as timestamp) as first_day,
    cast(last_day(steps.reached_at) as timestamp) as last_day,
    last_day(steps.reached_at) <= period.as_of as is_finished,
    count(distinct steps.case_id) as value
from steps
inner join period
    on steps.reached_at >= period.first_day and steps.reached_at < period.as_of + 1
group by all
order by first_day, step
