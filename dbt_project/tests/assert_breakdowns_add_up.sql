-- When this fails, the members of a breakdown (reason, procedure, …) or the days of a month show another
-- total than the figure above them.
{{ config(meta={'dagster': {'ref': {'name': 'metric_cubes'}}}) }}
with

totals as (
    select measure_id, month_start, sum(value) as total
    from {{ ref('metric_cubes') }}
    where breakdown = 'all'
    group by measure_id, month_start
),

breakdowns as (
    select measure_id, month_start, breakdown, sum(value) as total
    from {{ ref('metric_cubes') }}
    where breakdown <> 'all'
    group by measure_id, month_start, breakdown
    union all
    select measure_id, cast(date_trunc('month', occurred_on) as date), 'days', sum(value)
    from {{ ref('metric_days') }}
    group by measure_id, cast(date_trunc('month', occurred_on) as date)
),

-- Every total must meet every breakdown that its measure has, also where one of both is missing.
expected as (
    select totals.measure_id, totals.month_start, kinds.breakdown
    from totals
    inner join (select distinct measure_id, breakdown from breakdowns) as kinds
        on totals.measure_id = kinds.measure_id
    union
    select measure_id, month_start, breakdown from breakdowns
)

select
    expected.*,
    totals.total,
    breakdowns.total as breakdown_total
from expected
left join totals
    on expected.measure_id = totals.measure_id and expected.month_start = totals.month_start
left join breakdowns
    on
        expected.measure_id = breakdowns.measure_id
        and expected.month_start = breakdowns.month_start
        and expected.breakdown = breakdowns.breakdown
-- Amounts are sums of floating-point numbers; counts must agree to the unit.
where abs(coalesce(totals.total, 0) - coalesce(breakdowns.total, 0)) > 0.005
