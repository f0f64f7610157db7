-- Grain: one question of $asked (JSON), whole months. The arithmetic of metric_parts_by_month, for many
-- figures at once: a report asks a thousand.
with

asked as (
    select unnest(
        from_json(
            $asked,
            '[{
                "question_no": "INTEGER", "metric_id": "VARCHAR", "variant": "VARCHAR", "first_day": "DATE",
                "last_day": "DATE", "region": "VARCHAR", "agency": "VARCHAR", "charge": "VARCHAR",
                "breakdown": "VARCHAR", "member": "VARCHAR", "is_mix": "BOOLEAN"
            }]'
        ),
        recursive := true
    )
),

parts as (
    select
        asked.question_no,
        asked.first_day,
        asked.last_day,
        asked.region,
        asked.agency,
        asked.charge,
        parts.measure_id,
        parts.part,
        parts.sign,
        parts.timing,
        parts.timing = 'average' as is_average,
        case
            when parts.timing = 'average' or (parts.part = 'denominator' and asked.is_mix) then 'all'
            else asked.breakdown
        end as breakdown,
        case
            when parts.timing = 'average' or (parts.part = 'denominator' and asked.is_mix) then ''
            else asked.member
        end as member
    from asked
    inner join bridge_metric_parts as parts
        on asked.metric_id = parts.metric_id and asked.variant = parts.variant
),

months as (
    select measure_id, breakdown, member, month_start, region_code, agency_code, charge_code, sum(value) as value
    from metric_cubes
    where measure_id in (select measure_id from parts)
    group by all
),

counted as (
    select
        parts.question_no,
        coalesce(sum(parts.sign * months.value) filter (where parts.part = 'numerator' and not parts.is_average), 0)
            as numerator,
        coalesce(sum(parts.sign * months.value) filter (where parts.part = 'denominator' and not parts.is_average), 0)
            as counted_denominator,
        coalesce(sum(parts.sign * months.value) filter (where parts.is_average), 0) as average_sum,
        greatest(count(distinct months.month_start) filter (where parts.is_average), 1) as average_months
    from parts
    inner join months
        on
            parts.measure_id = months.measure_id
            and parts.breakdown = months.breakdown
            and parts.member = months.member
    where
        (parts.region is null or months.region_code = parts.region)
        and (parts.agency is null or months.agency_code = parts.agency or parts.is_average)
        and (parts.charge is null or months.charge_code = parts.charge or parts.is_average)
        and case parts.timing
            when 'at_end' then months.month_start <= parts.last_day
            when 'at_start' then months.month_start < parts.first_day
            else months.month_start between parts.first_day and parts.last_day
        end
    group by parts.question_no
)

select
    question_no,
    numerator,
    counted_denominator + average_sum / average_months as denominator
from counted
