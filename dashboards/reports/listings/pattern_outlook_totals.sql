-- Grain: one row, the days that the forecasts are about.
select
    count(distinct weeks.week_start) as week_count,
    count(distinct weeks.group_code) as group_count,
    min(weeks.week_start) as first_day,
    max(weeks.week_start) + interval 6 day as last_day
from fct_pattern_weeks as weeks
inner join dim_pattern_groups as groups on weeks.group_code = groups.group_code
where
    weeks.is_forecast
    and coalesce(groups.parent_code, '') = ''
    and (
        len($places) = 0 and weeks.area_code = 'city'
        or weeks.area_code in (select unnest($places::varchar[]))
    )
