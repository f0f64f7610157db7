-- Grain: one alert about days of the report in a place of its scope; the leading one where several are about the same.
with

placed as (
    select
        items.*,
        coalesce(towns.region_code, items.area_code) as region
    from fct_pattern_items as items
    left join dim_townships as towns on items.area_code = towns.township_code
    where items.item_kind = 'alert'
),

seen as (
    select * from placed
    where len($places) = 0 or region in (select unnest($places::varchar[]))
)

select
    item_id,
    group_code,
    area_code,
    first_day,
    last_day,
    observed,
    expected,
    upper,
    outcome
from seen
where
    first_day <= $last_day and last_day >= $first_day
    and coalesce(within, '') not in (select item_id from seen)
order by area_code, group_code, first_day, item_id
