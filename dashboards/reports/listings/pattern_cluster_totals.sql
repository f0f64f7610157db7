-- Grain: one row, how many clusters have days of the report in a place of its scope, and which of these days were
-- searched: a year of whole weeks at most. No row where none was, or where offences are too few to look.
with

searched as (
    select
        span.last_week_end,
        span.last_week_end - 7 * least(52, cast(weeks.value as integer)) + 1 as first_day
    from (select max(last_week_end) as last_week_end from fct_pattern_counts) as span
    inner join fct_pattern_measures as weeks on weeks.method = 'history' and weeks.measure = 'weeks'
    where exists (select 1 from fct_pattern_measures where method = 'scan' and state = 'ok')
),

found as (
    select items.*
    from fct_pattern_items as items
    left join dim_townships as towns on items.area_code = towns.township_code
    where
        items.item_kind = 'cluster'
        and items.first_day <= $last_day and items.last_day >= $first_day
        and (
            len($places) = 0
            or coalesce(towns.region_code, items.area_code) in (select unnest($places::varchar[]))
        )
)

select
    (select count(*) from found) as cluster_count,
    (select count(distinct group_code) from found) as group_count,
    (select count(distinct area_code) from found) as area_count,
    greatest(cast($first_day as date), first_day) as judged_from,
    least(cast($last_day as date), last_week_end) as judged_until
from searched
where first_day <= $last_day and last_week_end >= $first_day
