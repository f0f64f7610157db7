-- Grain: one variant, asked period and place ($by: region, agency or nothing), with its parts, over whole months.
-- Many figures in one question: a trend, a map or a check-up is one scan of the cube.
with

asked as (
    select
        unnest(range(len($first_days))) as period_index,
        unnest($first_days) as first_day,
        unnest($last_days) as last_day
),

parts as (
    select
        parts.metric_id,
        parts.variant,
        parts.part,
        parts.measure_id,
        parts.sign,
        parts.timing,
        case
            when parts.timing = 'average' or parts.part = 'denominator' and variants.is_mix then 'all' else $breakdown
        end as breakdown,
        case when parts.timing = 'average' or parts.part = 'denominator' and variants.is_mix then '' else $member end
            as member
    from bridge_metric_parts as parts
    inner join dim_metric_variants as variants
        on parts.metric_id = variants.metric_id and parts.variant = variants.variant
    where parts.metric_id in (select unnest($metric_ids)) and parts.timing <> 'observed'
),

cells as (
    select
        measure_id,
        breakdown,
        member,
        month_start,
        case $by when 'region' then region_code when 'agency' then agency_code else '' end as place,
        sum(value) as value
    from metric_cubes
    where
        measure_id in (select measure_id from parts)
        and breakdown in ('all', $breakdown)
        and ($region is null or region_code = $region)
        and ($agency is null or agency_code = $agency or measure_id = 'resident_population')
        and ($charge is null or charge_code = $charge or measure_id = 'resident_population')
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
    / greatest(count(distinct cells.month_start) filter (where parts.timing = 'average'), 1) as denominator
from parts
inner join cells
    on parts.measure_id = cells.measure_id and parts.breakdown = cells.breakdown and parts.member = cells.member
cross join asked
where
    case parts.timing
        when 'at_end' then cells.month_start <= asked.last_day
        when 'at_start' then cells.month_start < asked.first_day
        else cells.month_start between asked.first_day and asked.last_day
    end
group by parts.metric_id, parts.variant, cells.place, asked.period_index
