-- Grain: one month, quarter or year with data, up to the day of judgement.
-- Nuance: a period is unfinished for an agency while its data date lies before the last day, whatever
-- day it is judged on.
with

parameters as (select * from {{ source('ledger', 'build_parameters') }}),

months as (
    select distinct cast(date_trunc('month', dates.date_day) as date) as month_start
    from {{ ref('dim_dates') }} as dates
    cross join parameters
    cross join (
        -- Residents are known before the first case; they start no period.
        select min(month_start) as first_month
        from {{ ref('metric_cubes') }}
        where measure_id <> 'resident_population'
    ) as cubes
    where dates.date_day >= cubes.first_month and dates.date_day <= parameters.as_of
),

periods as (
    {% for grain in ['month', 'quarter', 'year'] %}
    select
        '{{ grain }}' as grain,
        {{ period_name(grain, 'month_start') }} as period,
        {{ period_start(grain, 'month_start') }} as period_start,
        {{ period_end(grain, 'month_start') }} as period_end,
        min(month_start) as first_month,
        max(month_start) as last_month
    from months
    group by
        {{ period_name(grain, 'month_start') }},
        {{ period_start(grain, 'month_start') }},
        {{ period_end(grain, 'month_start') }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

final as (
    select
        periods.grain,
        periods.period,
        agencies.agency,
        periods.period_start,
        periods.period_end,
        periods.first_month,
        periods.last_month,
        cast({{ days_between('periods.period_start', 'least(periods.period_end, parameters.as_of)') }} + 1 as integer)
            as day_count,
        periods.period_end > least(parameters.as_of, coalesce(freshness.data_date, parameters.as_of)) as is_unfinished
    from periods
    cross join parameters
    cross join {{ ref('agency_cadences') }} as agencies
    left join {{ ref('ops_freshness') }} as freshness on agencies.agency = freshness.agency
)

select * from final
