-- Grain: one measure in one period, for everybody or for one member of one dimension, by when it counts.
-- Nuance: in_period sums what happened; at_start and at_end are stocks, entries minus exits up to then;
-- average is the level over the months. Every measure has its row for the whole city, also when nothing
-- happened.
with

parts as (select * from {{ ref('metric_parts') }}),

periods as (
    select distinct grain, period, first_month, last_month
    from {{ ref('metric_periods') }}
),

months as (
    select first_month as month_start
    from periods
    where grain = 'month'
),

slices as (
    {% for slice, column in [('region', 'region_code'), ('agency', 'agency_code'), ('charge', 'charge_code')] %}
    select measure_id, '{{ slice }}' as slice, {{ column }} as member, month_start, sum(value) as value
    from {{ ref('metric_cubes') }}
    where breakdown = 'all' and {{ column }} is not null
    group by measure_id, {{ column }}, month_start
    union all
    {% endfor %}
    select measure_id, breakdown, member, month_start, sum(value)
    from {{ ref('metric_cubes') }}
    group by measure_id, breakdown, member, month_start
),

-- Stocks are entries minus exits: they need every month, also those in which nothing happened.
stock_keys as (
    select distinct slices.measure_id, slices.slice, slices.member
    from slices
    inner join parts
        on slices.measure_id = parts.measure_id and parts.timing in ('at_start', 'at_end')
),

stocks as (
    select
        stock_keys.measure_id,
        stock_keys.slice,
        stock_keys.member,
        months.month_start,
        coalesce(slices.value, 0) as flow,
        sum(coalesce(slices.value, 0)) over (
            partition by stock_keys.measure_id, stock_keys.slice, stock_keys.member
            order by months.month_start
        ) as closing
    from stock_keys
    cross join months
    left join slices
        on
            stock_keys.measure_id = slices.measure_id
            and stock_keys.slice = slices.slice
            and stock_keys.member = slices.member
            and months.month_start = slices.month_start
),

-- One row per measure, member and period: what happened in it, and where the stock stood.
in_periods as (
    select
        slices.measure_id,
        slices.slice,
        slices.member,
        periods.grain,
        periods.period,
        sum(slices.value) as in_period,
        avg(slices.value) as average
    from slices
    inner join periods on slices.month_start between periods.first_month and periods.last_month
    group by slices.measure_id, slices.slice, slices.member, periods.grain, periods.period
),

stock_periods as (
    select
        stocks.measure_id,
        stocks.slice,
        stocks.member,
        periods.grain,
        periods.period,
        sum(case when stocks.month_start = periods.first_month then stocks.closing - stocks.flow end) as at_start,
        sum(case when stocks.month_start = periods.last_month then stocks.closing end) as at_end
    from stocks
    inner join periods on stocks.month_start in (periods.first_month, periods.last_month)
    group by stocks.measure_id, stocks.slice, stocks.member, periods.grain, periods.period
),

timed as (
    select distinct measure_id, timing
    from parts
    where timing <> 'observed'
),

counted as (
    select measure_id, slice, member, grain, period, 'in_period' as timing, in_period as value from in_periods
    union all
    select measure_id, slice, member, grain, period, 'average', average from in_periods
    union all
    select measure_id, slice, member, grain, period, 'at_start', at_start from stock_periods
    union all
    select measure_id, slice, member, grain, period, 'at_end', at_end from stock_periods
    union all
    -- Nothing happened is a value too.
    select timed.measure_id, 'all', '', periods.grain, periods.period, timed.timing, 0
    from timed
    cross join periods
),

final as (
    select
        counted.measure_id,
        counted.slice,
        counted.member,
        counted.grain,
        counted.period,
        counted.timing,
        {{ steady_sum('counted.value') }} as value
    from counted
    inner join timed on counted.measure_id = timed.measure_id and counted.timing = timed.timing
    group by
        counted.measure_id, counted.slice, counted.member, counted.grain, counted.period, counted.timing
)

select * from final
