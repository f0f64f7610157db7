-- Grain: one row, how many comparisons of an area with its own past were made, and how many of them lie outside.
select
    count(*) as series_count,
    count(*) filter (where areas.ratio_low > 1) as above_count,
    count(*) filter (where areas.ratio_high < 1) as below_count
from fct_pattern_towns as areas
inner join dim_pattern_groups as groups on areas.group_code = groups.group_code
left join dim_townships as towns on areas.area_code = towns.township_code
where
    coalesce(groups.parent_code, '') = ''
    -- A ratio of few tells how many there were.
    and areas.now >= 5 and areas.before >= 5
    and (
        len($places) = 0 and areas.level = 'region'
        or areas.level = 'township' and towns.region_code in (select unnest($places::varchar[]))
    )
