-- Grain: one cluster in space and time that has days of the report, in a place of its scope.
select
    items.item_id,
    items.group_code,
    items.area_code,
    items.first_day,
    items.last_day,
    items.observed,
    items.expected,
    items.radius_metres
from fct_pattern_items as items
left join dim_townships as towns on items.area_code = towns.township_code
where
    items.item_kind = 'cluster'
    and items.first_day <= $last_day and items.last_day >= $first_day
    and (
        len($places) = 0
        or coalesce(towns.region_code, items.area_code) in (select unnest($places::varchar[]))
    )
order by items.area_code, items.group_code, items.first_day, items.item_id
