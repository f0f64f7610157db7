-- Grain: one row. Numerator and denominator of one variant of a metric over any days, for one scope.
-- Residents (timing average) are those of the months that the days touch.
with

parts as (
    select * from bridge_metric_parts
    where metric_id = $metric_id and variant = $variant
),

cells as (
    select measure_id, occurred_on, region_code, agency_code, value from metric_days
    where measure_id in (select measure_id from parts where timing <> 'average')
    union all
    select 'resident_population', month_start, region_code, null, resident_population from metric_populations
)

select
    coalesce(sum(parts.sign * cells.value) filter (where parts.part = 'numerator' and parts.timing <> 'average'), 0)
        as numerator,
    coalesce(sum(parts.sign * cells.value) filter (where parts.part = 'denominator' and parts.timing <> 'average'), 0)
    + coalesce(sum(parts.sign * cells.value) filter (where parts.timing = 'average'), 0)
    / greatest(count(distinct cells.occurred_on) filter (where parts.timing = 'average'), 1) as denominator
from parts
inner join cells on parts.measure_id = cells.measure_id
where
    ($region is null or cells.region_code = $region)
    and ($agency is null or cells.agency_code = $agency or parts.timing = 'average')
    and case parts.timing
        when 'at_end' then cells.occurred_on <= $last_day
        when 'at_start' then cells.occurred_on < $first_day
        when 'average' then cells.occurred_on between date_trunc('month', cast($first_day as date)) and $last_day
        else cells.occurred_on between $first_day and $last_day
    end
