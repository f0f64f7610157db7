-- Grain: one row, how many alerts are about days of the report in a place of its scope, and which of these days were
-- judged at all. No row where none was, or where the history is too short.
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
),

judged as (
    select
        last_week_end,
        last_week_end - 7 * cast(weeks.value as integer) + 1 as first_day
    from (select max(last_week_end) as last_week_end from fct_pattern_counts) as span
    inner join fct_pattern_measures as weeks
        on weeks.method = 'surveillance' and weeks.measure = 'weeks' and weeks.state = 'ok'
),

about as (
    select * from seen
    where
        first_day <= $last_day and last_day >= $first_day
        and coalesce(within, '') not in (select item_id from seen)
)

select
    (select count(*) from about) as alert_count,
    (select count(distinct area_code) from about) as area_count,
    (select count(*) from about where outcome = 'open') as undecided_count,
    greatest(cast($first_day as date), first_day) as judged_from,
    least(cast($last_day as date), last_week_end) as judged_until
from judged
where first_day <= $last_day and last_week_end >= $first_day
