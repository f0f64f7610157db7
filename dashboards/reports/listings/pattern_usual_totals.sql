-- Grain: one row, how many of the series of pattern_usual lie outside of their range.
with

series as (
    select
        sum(weeks.observed) as observed,
        sum(weeks.low) as low,
        sum(weeks.high) as high
    from fct_pattern_weeks as weeks
    inner join dim_pattern_groups as groups on weeks.group_code = groups.group_code
    where
        not weeks.is_forecast
        and coalesce(groups.parent_code, '') = ''
        and weeks.week_start >= $first_day and weeks.week_start <= $last_day - interval 6 day
        and (
            len($places) = 0 and weeks.area_code = 'city'
            or weeks.area_code in (select unnest($places::varchar[]))
        )
    group by weeks.group_code, weeks.area_code
)

select
    count(*) as series_count,
    count(*) filter (where observed > high) as above_count,
    count(*) filter (where observed < low) as below_count
from series
