-- Grain: one event that turned a clock with stops, conditional restarts or a deferred start.
-- Nuance: only threads (case, person, rule) in which such an event occurs; all others need no more than
-- starts and ends (int_clock_cycles). A turn that changes nothing is left out: a third return where two are
-- allowed, a resubmission of what was never returned, a second end.
-- Belongs here: what turned the clock. Keep out: when it runs out, which no turn but the restart by a new
-- crime depends on (int_clock_changes).
{{ config(materialized='table') }}
with

marks as (
    select * from {{ ref('int_clock_marks') }}
    where
        direction = 'forward'
        and role_rank not in (2, 3, 4)
        and rule_id in (
            select rule_id from {{ ref('int_clock_roles') }}
            where role in ('stop', 'restart_while_running', 'dependent_restart', 'deferred_start')
        )
),

intricate_threads as (
    select distinct thread_no from marks
    where role in ('stop', 'restart_while_running', 'dependent_restart', 'pending_start')
),

numbered as (
    select
        marks.*,
        limits.max_times,
        row_number() over thread as turn
    from marks
    inner join intricate_threads on marks.thread_no = intricate_threads.thread_no
    left join {{ ref('clock_rule_events') }} as limits
        on
            marks.rule_id = limits.rule_id
            and marks.role = limits.role
            and marks.event_type = limits.event_type
    window thread as (
        partition by marks.thread_no
        order by marks.sort_at, marks.role_rank, marks.event_id
    )
),

-- A remand restarts the second instance only where there was one.
begun as (
    select
        *,
        case when role = 'dependent_restart' then 'restart' else role end as turn_role
    from (
        select
            *,
            min(case when role in ('start', 'pending_start') then turn end) over (
                partition by thread_no
            ) as first_turn
        from numbered
    ) as with_first
    where role <> 'dependent_restart' or turn > first_turn
),

-- The latest turn of a kind before this one, and what it was, in one number: twice the turn, plus one
-- for the first of two possibilities.
looked_back as (
    select
        *,
        max(case
            when turn_role in ('start', 'restart', 'pending_start') then turn * 2 + 1
            when turn_role = 'end' then turn * 2
        end) over before as last_life,
        max(case
            when turn_role = 'stop' then turn * 2 + 1
            when turn_role not in ('restart_while_running', 'deferred_start') then turn * 2
        end) over before as last_toggle,
        max(case
            when turn_role = 'pending_start' then turn * 2 + 1
            when turn_role in ('start', 'restart', 'deferred_start') then turn * 2
        end) over before as last_opening
    from begun
    window before as (
        partition by thread_no
        order by turn
        rows between unbounded preceding and 1 preceding
    )
),

stop_counted as (
    select
        *,
        coalesce(last_life % 2 = 1, false) as is_live,
        coalesce(last_toggle % 2 = 1, false) as is_after_stop,
        coalesce(last_opening % 2 = 1, false) as is_pending,
        sum(case
            when
                turn_role = 'stop'
                and coalesce(last_life % 2 = 1, false)
                and not coalesce(last_toggle % 2 = 1, false)
                then 1
            else 0
        end) over (
            partition by thread_no
            order by turn
            rows between unbounded preceding and current row
        ) as stop_count,
        sum(case
            when turn_role = 'restart_while_running' and coalesce(last_life % 2 = 1, false) then 1
            else 0
        end) over (
            partition by thread_no
            order by turn
            rows between unbounded preceding and current row
        ) as restart_count
    from looked_back
),

stop_judged as (
    select
        *,
        turn_role = 'stop' and is_live and not is_after_stop
        and stop_count <= coalesce(max_times, stop_count) as is_stopping,
        is_after_stop and max(case
            when turn_role = 'stop' and is_live and not is_after_stop
                then turn * 2 + case when stop_count <= coalesce(max_times, stop_count) then 1 else 0 end
        end) over (
            partition by thread_no
            order by turn
            rows between unbounded preceding and 1 preceding
        ) % 2 = 1 as is_stopped
    from stop_counted
),

judged as (
    select
        *,
        turn_role = 'restart'
        or (turn_role in ('start', 'pending_start') and (not is_live or coalesce(is_stopped, false)))
        or (turn_role = 'restart_after_stop' and is_live and coalesce(is_stopped, false))
        or (
            turn_role = 'restart_while_running' and is_live and not coalesce(is_stopped, false) and not is_pending
            and restart_count <= coalesce(max_times, restart_count)
        )
        or (turn_role = 'deferred_start' and is_live and is_pending) as is_opening
    from stop_judged
),

turning as (
    select
        *,
        case when is_opening then 'opening' when turn_role = 'stop' then 'stop' else turn_role end as turn_kind
    from judged
    where
        is_opening
        or is_stopping
        or (turn_role = 'end' and is_live)
        or (turn_role = 'resume' and is_live and coalesce(is_stopped, false))
),

final as (
    select
        thread_no,
        person_no,
        rule_id,
        turn,
        turn_kind,
        turn_role as role,
        event_id,
        event_type,
        occurred_at,
        has_time,
        counted_at,
        sort_at,
        attributes,
        sum(case when is_opening then 1 else 0 end) over thread as cycle_no,
        sum(case when is_opening and turn_role <> 'restart_while_running' then 1 else 0 end) over thread as chain_no,
        lead(turn_kind) over thread as next_kind,
        lead(event_id) over thread as next_event_id,
        lead(event_type) over thread as next_event_type,
        lead(counted_at) over thread as next_counted_at,
        lead(has_time) over thread as next_has_time,
        lead(sort_at) over thread as next_sort_at
    from turning
    window thread as (partition by thread_no order by turn)
)

select * from final
