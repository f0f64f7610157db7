-- Grain: one row. Numerator and denominator of one variant of a metric over whole months, for one scope.
-- Residents (timing average) are the same for every charge and agency.
with

parts as (
    select
        parts.*,
        case when parts.part = 'denominator' and $is_mix then 'all' else $breakdown end as breakdown,
        case when parts.part = 'denominator' and $is_mix then '' else $member end as member
    from bridge_metric_parts as parts
    where parts.metric_id = $metric_id and parts.variant = $variant
)

select
    coalesce(sum(parts.sign * cells.value) filter (where parts.part = 'numerator' and parts.timing <> 'average'), 0)
        as numerator,
    coalesce(sum(parts.sign * cells.value) filter (where parts.part = 'denominator' and parts.timing <> 'average'), 0)
    + coalesce(sum(parts.sign * cells.value) filter (where parts.timing = 'average'), 0)
    / greatest(count(distinct cells.month_start) filter (where parts.timing = 'average'), 1) as denominator
from parts
inner join metric_cubes as cells
    on
        parts.measure_id = cells.measure_id
        and case when parts.timing = 'average' then 'all' else parts.breakdown end = cells.breakdown
        and case when parts.timing = 'average' then '' else parts.member end = cells.member
where
    ($region is null or cells.region_code = $region)
    and ($agency is null or cells.agency_code = $agency or parts.timing = 'average')
    and ($charge is null or cells.charge_code = $charge or parts.timing = 'average')
    and case parts.timing
        when 'at_end' then cells.month_start <= $last_day
        when 'at_start' then cells.month_start < $first_day
        else cells.month_start between $first_day and $last_day
    end
