-- Grain: one cycle of one clock with the end of its term.
-- Nuance: `due_day` is postponed by a holiday where the rule is; `end_day` is the end before
-- that. A clock that waits for its start (identity unknown) has neither.
-- Belongs here: when the term ends. Keep out: whether it was kept (int_clocks), words (fct_clocks).
{{ config(materialized='view') }}
with

terms as (
    select * from {{ ref('int_clock_terms') }}
),

changes as (
    select * from {{ ref('int_clock_changes') }}
    where {{ is_of_counted_case('case_id') }}
),

-- Where a restart by a new crime came too late, the cycle before goes on: the cycles after it in the chain
-- are gone, and what closed the last of them closes it.
void_restarts as (
    select
        cycles.thread_no,
        cycles.chain_no,
        min(cycles.cycle_no) as lasting_cycle_no
    from changes
    inner join {{ ref('int_clock_cycles') }} as cycles on changes.clock_id = cycles.clock_id
    where changes.change_kind = 'restart_while_running' and changes.void_reason is not null
    group by cycles.thread_no, cycles.chain_no
),

fates as (
    select
        cycles.clock_id,
        cycles.cycle_no > void_restarts.lasting_cycle_no as is_gone,
        last_value(cycles.is_latest_cycle) over chain as is_latest_cycle,
        last_value(cycles.closed_by) over chain as closed_by,
        last_value(cycles.close_event_id) over chain as close_event_id,
        last_value(cycles.close_event_type) over chain as close_event_type,
        last_value(cycles.closed_at) over chain as closed_at,
        last_value(cycles.close_has_time) over chain as close_has_time
    from {{ ref('int_clock_cycles') }} as cycles
    inner join void_restarts
        on
            cycles.thread_no = void_restarts.thread_no
            and cycles.chain_no = void_restarts.chain_no
            and cycles.cycle_no >= void_restarts.lasting_cycle_no
    window chain as (
        partition by cycles.thread_no, cycles.chain_no
        order by cycles.cycle_no
        rows between unbounded preceding and unbounded following
    )
),

changed as (
    select
        clock_id,
        max(case when effect = 'total' then months * 100 + days end) as total,
        max(case when effect = 'total' then hours end) as total_hours,
        sum(case when effect = 'add' then months else 0 end) as added_months,
        sum(case when effect = 'add' and not is_taken_up_by_total then days else 0 end) as added_days,
        sum(case when effect = 'add' and is_taken_up_by_total then days else 0 end) as days_before_total,
        sum(case when until_day is not null or change_kind = 'extension' then held_days else 0 end) as held_days,
        bool_or(change_kind in ('suspension', 'stop') and until_day is null) as is_suspended
    from changes
    where void_reason is null
    group by clock_id
),

lasting as (
    select
        terms.clock_id, terms.case_id, terms.person_key, terms.person_no, terms.rule_id, terms.cycle_no, terms.opened_by,
        terms.start_event_id, terms.start_event_type, terms.started_at, terms.start_day, terms.count_from,
        terms.rule_valid_from, terms.unit, terms.month_mode, terms.direction, terms.holiday_policy,
        terms.counts_as_custody_when_unknown, terms.breach_type, terms.is_counted_in_hours,
        terms.base_months, terms.base_days, terms.base_hours,
        changed.total,
        changed.added_months,
        -- A total takes up what was added before it: 延长至三十日 after 三日加四日 makes thirty days.
        changed.added_days + case when changed.total is null then changed.days_before_total else 0 end as added_days,
        changed.total_hours,
        coalesce(changed.held_days, 0) as held_days,
        coalesce(changed.is_suspended, false) as is_suspended,
        case when fates.clock_id is null then terms.is_latest_cycle else fates.is_latest_cycle end
            as is_latest_cycle,
        case when fates.clock_id is null then terms.closed_by else fates.closed_by end as closed_by,
        case when fates.clock_id is null then terms.close_event_id else fates.close_event_id end as close_event_id,
        case when fates.clock_id is null then terms.close_event_type else fates.close_event_type end
            as close_event_type,
        case when fates.clock_id is null then terms.closed_at else fates.closed_at end as closed_at,
        case when fates.clock_id is null then terms.close_has_time else fates.close_has_time end as close_has_time
    from terms
    left join changed on terms.clock_id = changed.clock_id
    left join fates on terms.clock_id = fates.clock_id
    -- A start that waited and was replaced before it came never ran.
    where
        not coalesce(fates.is_gone, false)
        and (
            terms.opened_by <> 'pending_start'
            or case when fates.clock_id is null then terms.closed_by else fates.closed_by end is distinct from 'restart'
        )
),

summed as (
    select
        *,
        {{ clock_total('total', 'base_months', 'base_days', 'months') }} + coalesce(added_months, 0) as term_months,
        {{ clock_total('total', 'base_months', 'base_days', 'days') }} + coalesce(added_days, 0) as term_days,
        greatest(coalesce(total_hours, 0), base_hours) as term_hours
    from lasting
),

ending as (
    select
        summed.*,
        case
            when summed.opened_by = 'pending_start' or summed.is_counted_in_hours then null
            when summed.direction = 'backward' then {{ add_days('summed.start_day', '-summed.term_days') }}
            when summed.unit = 'working_day' then workdays.date_day
            else {{ add_days(
                '(' ~ term_end('summed.start_day', 'summed.term_months', 'summed.term_days', 'summed.month_mode') ~ ')',
                'summed.held_days'
            ) }}
        end as end_day,
        case
            when summed.opened_by <> 'pending_start' and summed.is_counted_in_hours
                then {{ hours_end('summed.count_from', 'summed.term_hours', "summed.unit = 'duration_hour'") }}
        end as end_at
    from summed
    left join {{ ref('int_clock_calendar') }} as start_days
        on
            summed.unit = 'working_day'
            and summed.start_day = start_days.date_day
    left join {{ ref('int_clock_calendar') }} as workdays
        on
            start_days.workday_number + summed.term_days = workdays.workday_number
            and workdays.is_workday
),

final as (
    select
        ending.clock_id,
        ending.case_id,
        ending.person_key,
        ending.rule_id,
        ending.rule_valid_from,
        ending.cycle_no,
        ending.opened_by,
        ending.start_event_id,
        ending.start_event_type,
        ending.started_at,
        ending.start_day,
        ending.count_from,
        ending.is_counted_in_hours,
        ending.term_months,
        ending.term_days,
        ending.term_hours,
        ending.base_months,
        ending.base_days,
        ending.base_hours,
        ending.held_days,
        ending.is_suspended,
        ending.end_day,
        case
            when
                ending.holiday_policy = 'yes'
                or (
                    ending.holiday_policy = 'if_not_in_custody'
                    and not coalesce(custody.is_in_custody, ending.counts_as_custody_when_unknown)
                )
                then coalesce(calendar.next_workday, ending.end_day)
            else ending.end_day
        end as due_day,
        ending.end_at as due_hour_at,
        custody.is_in_custody,
        ending.breach_type = 'custody'
        or (ending.breach_type = 'custody_or_case_limit' and coalesce(custody.is_in_custody, false)) as is_custody,
        coalesce(calendar.is_next_provisional, true)
        and (
            ending.holiday_policy in ('yes', 'if_not_in_custody')
            or ending.unit = 'working_day'
        )
        and not ending.is_counted_in_hours as is_provisional,
        ending.is_latest_cycle,
        ending.closed_by,
        ending.close_event_id,
        ending.close_event_type,
        ending.closed_at,
        ending.close_has_time
    from ending
    left join {{ ref('int_clock_calendar') }} as calendar on ending.end_day = calendar.date_day
    left join {{ ref('int_clock_custody') }} as custody
        on
            (ending.holiday_policy = 'if_not_in_custody' or ending.breach_type = 'custody_or_case_limit')
            and ending.person_no = custody.person_no
            and ending.end_day >= custody.since_day
            and (custody.until_day is null or ending.end_day < custody.until_day)
)

select * from final
