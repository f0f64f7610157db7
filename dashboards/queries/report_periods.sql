-- Grain: one month, quarter or year with data, the newest first; unfinished while one agency's data end before it.
select
    grain,
    period,
    cast(period_start as date) as period_start,
    cast(period_end as date) as period_end,
    bool_or(is_unfinished) as is_unfinished
from metric_periods
group by grain, period, period_start, period_end
order by period_start desc, grain
