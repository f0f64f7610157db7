-- Grain: one kind of offence in one area: its whole weeks within the report's days beside what season and level let
-- expect of them. Kinds that have parts count them all; parts have no row.
select
    weeks.group_code,
    weeks.area_code,
    count(*) as week_count,
    sum(weeks.observed) as observed,
    sum(weeks.expected) as expected,
    sum(weeks.low) as low,
    sum(weeks.high) as high,
    count(*) filter (where weeks.observed > weeks.high or weeks.observed < weeks.low) as outside_count
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
order by weeks.area_code, min(groups.sort_order)
