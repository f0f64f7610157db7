-- Grain: one variant, asked period and place ($by: region, agency or nothing), with its parts, over any days.
-- Residents (timing average) are those of the months that the days touch.
with

asked as (
    select
        unnest(range(len($first_days))) as period_index,
        unnest($first_days) as first_day,
        unnest($last_days) as last_day
),

parts as (
    select metric_id, variant, part, measure_id, sign, timing
    from bridge_metric_parts
    where metric_id in (select unnest($metric_ids)) and timing <> 'observed'
),

places as (
    select measure_id, occurred_on, region_code, agency_code, value
    from metric_days
    where
        measure_id in (select measure_id from parts where timing <> 'average')
        and ($agency is null or agency_code = $agency)
    union all
    select 'resident_population', month_start, region_code, null, resident_population
    from metric_populations
),

cells as (
    select
        measure_id,
        occurred_on,
        case $by when 'region' then region_code when 'agency' then agency_code else '' end as place,
        sum(value) as value
    from places
    where $region is null or region_code = $region
    group by all
)

select
    parts.metric_id,
    parts.variant,
    cells.place,
    asked.period_index,
    coalesce(sum(parts.sign * cells.value) filter (where parts.part = 'numerator'), 0) as numerator,
    coalesce(sum(parts.sign * cells.value) filter (where parts.part = 'denominator' and parts.timing <> 'average'), 0)
    + coalesce(sum(parts.sign * cells.value) filter (where parts.timing = 'average'), 0)
    / greatest(count(distinct cells.occurred_on) filter (where parts.timing = 'average'), 1) as denominator
from parts
inner join cells on parts.measure_id = cells.measure_id
cross join asked
where
    case parts.timing
        when 'at_end' then cells.occurred_on <= asked.last_day
        when 'at_start' then cells.occurred_on < asked.first_day
        when 'average' then cells.occurred_on between date_trunc('month', asked.first_day) and asked.last_day
        else cells.occurred_on between asked.first_day and asked.last_day
    end
group by parts.metric_id, parts.variant, cells.place, asked.period_index
