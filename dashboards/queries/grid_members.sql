-- Grain: one member of one dimension that a measure of these metrics has, with how much it weighs.
with

measures as (
    select distinct measure_id
    from bridge_metric_parts
    where metric_id in (select unnest($metric_ids))
),

cells as (
    select
        case $dimension
            when 'region' then region_code
            when 'agency' then agency_code
            when 'charge' then charge_code
            else member
        end as member,
        abs(value) as weight
    from metric_cubes
    where
        measure_id in (select measures.measure_id from measures)
        and measure_id <> 'resident_population'
        and breakdown = case when $dimension in ('region', 'agency', 'charge') then 'all' else $dimension end
        and month_start between $first_day and $last_day
        and ($region is null or region_code = $region)
        and ($agency is null or agency_code = $agency)
        and ($charge is null or charge_code = $charge)

    union all

    select
        case $dimension when 'region' then region_code when 'agency' then agency_code when 'charge' then charge_code end,
        1
    from metric_observations
    where
        measure_id in (select measures.measure_id from measures)
        and $dimension in ('region', 'agency', 'charge')
        and occurred_on between $first_day and $last_day
        and ($region is null or region_code = $region)
        and ($agency is null or agency_code = $agency)
        and ($charge is null or charge_code = $charge)
)

select member, sum(weight) as weight
from cells
where member is not null and member <> ''
group by member
order by member
