-- Grain: one series that has a trend.
select distinct group_code, area_code from fct_pattern_weeks order by all
