-- Grain: one kind of offence in one area whose last year differs from the year before beyond its interval: counties of
-- the city, townships of a county. In official order, never by size.
select
    areas.area_code,
    areas.group_code,
    areas.now,
    areas.before,
    areas.ratio,
    areas.ratio_low,
    areas.ratio_high,
    areas.local_part
from fct_pattern_towns as areas
inner join dim_pattern_groups as groups on areas.group_code = groups.group_code
left join dim_townships as towns on areas.area_code = towns.township_code
where
    coalesce(groups.parent_code, '') = ''
    -- A ratio of few tells how many there were.
    and areas.now >= 5 and areas.before >= 5
    and (areas.ratio_low > 1 or areas.ratio_high < 1)
    and (
        len($places) = 0 and areas.level = 'region'
        or areas.level = 'township' and towns.region_code in (select unnest($places::varchar[]))
    )
order by areas.area_code, groups.sort_order
