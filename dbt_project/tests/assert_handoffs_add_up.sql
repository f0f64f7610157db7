-- When this fails, hand-offs get lost between two agencies on paper: sent is not received, on the way and
-- returned. What is sent is counted from the platform's rows here, not from the cube.
{{ config(meta={'dagster': {'ref': {'name': 'metric_cubes'}}}) }}
with

sent as (
    select
        units.agency_code,
        cast(date_trunc('month', handoffs.sent_at) as date) as month_start,
        count(*) as sent_count
    from {{ ref('fct_handoffs') }} as handoffs
    cross join {{ source('ledger', 'build_parameters') }} as parameters
    left join {{ ref('dim_units') }} as units on handoffs.sender_agency_code = units.unit_code
    where cast(handoffs.sent_at as date) <= parameters.as_of
    group by units.agency_code, cast(date_trunc('month', handoffs.sent_at) as date)
),

outcomes as (
    select agency_code, month_start, sum(value) as outcome_count
    from {{ ref('metric_cubes') }}
    where
        breakdown = 'all'
        and measure_id in ('handoffs_received', 'handoffs_on_the_way', 'handoffs_returned')
    group by agency_code, month_start
)

select
    coalesce(sent.agency_code, outcomes.agency_code) as agency_code,
    coalesce(sent.month_start, outcomes.month_start) as month_start,
    sent.sent_count,
    outcomes.outcome_count
from sent
full outer join outcomes
    on
        sent.agency_code is not distinct from outcomes.agency_code
        and sent.month_start = outcomes.month_start
where coalesce(sent.sent_count, 0) <> coalesce(outcomes.outcome_count, 0)
