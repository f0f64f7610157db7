-- Grain: one kind of offence in one area: the weeks to come together, and how far off such forecasts were before.
select
    weeks.group_code,
    weeks.area_code,
    count(*) as week_count,
    sum(weeks.expected) as expected,
    max(totals.low) as low,
    max(totals.high) as high,
    max(errors.value) as error_share,
    max(covered.value) as covered_share
from fct_pattern_weeks as weeks
inner join dim_pattern_groups as groups on weeks.group_code = groups.group_code
left join fct_pattern_measures as errors
    on
        weeks.group_code = errors.group_code and weeks.area_code = errors.area_code
        and errors.method = 'forecast' and errors.measure = 'error'
left join fct_pattern_measures as totals
    on
        weeks.group_code = totals.group_code and weeks.area_code = totals.area_code
        and totals.method = 'forecast' and totals.measure = 'total'
left join fct_pattern_measures as covered
    on
        weeks.group_code = covered.group_code and weeks.area_code = covered.area_code
        and covered.method = 'forecast' and covered.measure = 'covered'
where
    weeks.is_forecast
    and coalesce(groups.parent_code, '') = ''
    and (
        len($places) = 0 and weeks.area_code = 'city'
        or weeks.area_code in (select unnest($places::varchar[]))
    )
group by weeks.group_code, weeks.area_code
order by weeks.area_code, min(groups.sort_order)
