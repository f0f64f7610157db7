-- Grain: one week of one series, forecasts last.
select * from fct_pattern_weeks
where group_code = $group_code and area_code = $area_code
order by week_start
