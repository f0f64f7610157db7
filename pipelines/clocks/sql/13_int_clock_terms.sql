-- Grain: one cycle of one clock with the rule in force when it began and its term before any change.
-- Nuance: a start that carries a fact on which the law makes the term depend (a sentence of more than one
-- year in fast track) has the longer term at once.
-- Belongs here: the term as the law gives it. Keep out: extensions, suspensions (int_clock_changes).
with
cycles as (
    select * from intermediate.int_clock_cycles
),
final as (
    select
        cycles.*,
        cast(cycles.counted_at as date) as start_day,
        -- Hours of a start without a time of day count from the end of that day: the latest they can end.
        case
            when versions.unit in ('hour', 'duration_hour') and not cycles.has_time
                then (cast(cast(cycles.counted_at as date) as timestamp) + interval '23 hours 59 minutes 59 seconds')
            else cycles.counted_at
        end as count_from,
        versions.unit,
        versions.month_mode,
        versions.direction,
        versions.holiday_policy,
        versions.counts_as_custody_when_unknown,
        versions.breach_type,
        versions.unit in ('hour', 'duration_hour') as is_counted_in_hours,
        coalesce(totals.months, case when versions.unit = 'month' then versions.base_value else 0 end)
            as base_months,
        coalesce(
            totals.days,
            case when versions.unit in ('day', 'working_day', 'none') then versions.base_value else 0 end
        ) as base_days,
        case when versions.unit in ('hour', 'duration_hour') then versions.base_value else 0 end as base_hours
    from cycles
    inner join codes.clock_rules as versions
        on
            cycles.rule_id = versions.rule_id
            and cycles.rule_valid_from = versions.valid_from
    left join codes.clock_totals as totals
        on
            cycles.rule_id = totals.rule_id
            and position('|' || lower(case when position('"' || totals.attribute || '"' in cycles.attributes) > 0 then json_extract_string(cycles.attributes, '$.' || totals.attribute) end) || '|' in '|' || totals.accepted_values || '|') > 0
)
select * from final
