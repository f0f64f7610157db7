-- Grain: one thing within one cycle that lengthens the term or begins it anew, valid or void.
-- Nuance: every change is measured against the end as it stood before it (postponed by a holiday where
-- the rule is, C8). That end needs no step-by-step reckoning: what comes after the first late change is
-- late too, and before it every good change has counted, so running sums give the end at each change.
-- Belongs here: in time or too late. Keep out: the power to extend (int_clock_extensions).
{{ config(materialized='incremental', incremental_strategy='append', pre_hook="{{ forget_changed_cases() }}") }}
with

told as (
    select
        clock_id, 'extension' as change_kind, event_id, event_type, counted_at,
        has_time, sort_at, 3 as change_rank, kind, approver, effect, months, days, hours,
        is_taken_up_by_total, cast(0 as bigint) as held_days, cast(counted_at as date) as from_day,
        cast(null as date) as until_day,
        cast(null as varchar) as until_event_id, cast(null as varchar) as until_event_type, article, void_reason
    from {{ ref('int_clock_extensions') }}
    union all
    select
        clock_id, hold_kind, event_id, event_type,
        cast(from_day as timestamp), false, sort_at, 2, null, null, null, 0, 0, 0,
        false, held_days, from_day, until_day, until_event_id, until_event_type, article, null
    from {{ ref('int_clock_holds') }}
    union all
    -- A restart by a new crime belongs to the cycle that it would end.
    select
        cycles.clock_id, 'restart_while_running',
        turns.event_id, turns.event_type, turns.counted_at, turns.has_time, turns.sort_at, 6, null, null, null, 0, 0, 0,
        false, 0, cast(turns.counted_at as date), null, null, null, null, null
    from {{ ref('int_clock_turns') }} as turns
    inner join {{ ref('int_clock_cycles') }} as cycles
        on
            turns.thread_no = cycles.thread_no
            and turns.cycle_no - 1 = cycles.cycle_no
    where turns.turn_kind = 'opening' and turns.role = 'restart_while_running'
),

measured as (
    select
        told.*,
        terms.case_id,
        terms.person_no,
        terms.start_day,
        terms.count_from as start_at,
        terms.base_months,
        terms.base_days,
        terms.base_hours,
        terms.unit,
        terms.month_mode,
        terms.holiday_policy,
        terms.counts_as_custody_when_unknown,
        terms.is_counted_in_hours,
        max(case
            when told.effect = 'total' and told.void_reason is null then told.months * 100 + told.days
        end) over earlier as total_before,
        max(case
            when told.effect = 'total' and told.void_reason is null then told.hours
        end) over earlier as total_hours_before,
        sum(case when told.effect = 'add' and told.void_reason is null then told.months else 0 end) over earlier
            as months_before,
        sum(case
            when told.effect = 'add' and told.void_reason is null and not told.is_taken_up_by_total then told.days
            else 0
        end) over earlier as days_before,
        sum(case
            when told.effect = 'add' and told.void_reason is null and told.is_taken_up_by_total then told.days
            else 0
        end) over earlier as days_before_total,
        sum(told.held_days) over earlier as held_before
    from told
    inner join {{ ref('int_clock_terms') }} as terms on told.clock_id = terms.clock_id
    window earlier as (
        partition by told.clock_id
        order by told.sort_at, told.change_rank, told.event_id
        rows between unbounded preceding and 1 preceding
    )
),

summed as (
    select
        *,
        {{ clock_total('total_before', 'base_months', 'base_days', 'months') }} + coalesce(months_before, 0)
            as months_then,
        {{ clock_total('total_before', 'base_months', 'base_days', 'days') }} + coalesce(days_before, 0)
        + case when total_before is null then coalesce(days_before_total, 0) else 0 end as days_then,
        greatest(coalesce(total_hours_before, 0), base_hours) as hours_then
    from measured
),

ending as (
    select
        *,
        case
            when not is_counted_in_hours
                then {{ add_days(
                    '(' ~ term_end('start_day', 'months_then', 'days_then', 'month_mode') ~ ')',
                    'coalesce(held_before, 0)'
                ) }}
        end as end_day_then,
        case
            when is_counted_in_hours
                then {{ hours_end('start_at', 'hours_then', "unit = 'duration_hour'") }}
        end as end_at_then
    from summed
),

in_time as (
    select
        ending.*,
        case
            when ending.is_counted_in_hours and ending.has_time then ending.counted_at > ending.end_at_then
            when ending.is_counted_in_hours then cast(ending.counted_at as date) > cast(ending.end_at_then as date)
            when
                ending.holiday_policy = 'yes'
                or (
                    ending.holiday_policy = 'if_not_in_custody'
                    and not coalesce(custody.is_in_custody, ending.counts_as_custody_when_unknown)
                )
                then ending.from_day > coalesce(calendar.next_workday, ending.end_day_then)
            else ending.from_day > ending.end_day_then
        end as is_past_end
    from ending
    left join {{ ref('int_clock_calendar') }} as calendar on ending.end_day_then = calendar.date_day
    left join {{ ref('int_clock_custody') }} as custody
        on
            ending.holiday_policy = 'if_not_in_custody'
            and ending.person_no = custody.person_no
            and ending.end_day_then >= custody.since_day
            and (custody.until_day is null or ending.end_day_then < custody.until_day)
),

judged as (
    select
        *,
        bool_or(is_past_end) over (
            partition by clock_id
            order by sort_at, change_rank, event_id
            rows between unbounded preceding and current row
        ) as is_late
    from in_time
),

final as (
    select
        clock_id,
        case_id,
        change_kind,
        event_id,
        event_type,
        from_day,
        until_day,
        until_event_id,
        until_event_type,
        sort_at,
        kind,
        approver,
        effect,
        is_taken_up_by_total,
        months,
        days,
        hours,
        held_days,
        article,
        coalesce(void_reason, case when is_late then 'too_late' end) as void_reason
    from judged
)

select * from final
