-- Grain: one cycle of one clock that only starts and ends turn.
-- Nuance: a clock that runs is not started again by its own trigger (a second detention without a release
-- in between, bail announced twice by one organ): only what the law names restarts it. Nearly all threads
-- (person, rule) have one start; of them only the first end after it matters.
-- Belongs here: the common case. Keep out: stops and conditional restarts (int_clock_turns).
{{ config(materialized='view') }}
with

intricate_threads as (
    select distinct thread_no from {{ ref('int_clock_turns') }}
),

starts as (
    select marks.*
    from {{ ref('int_clock_marks') }} as marks
    left join intricate_threads as intricate on marks.thread_no = intricate.thread_no
    where
        marks.direction = 'forward'
        and marks.role_rank in (1, 6)
        and marks.role in ('start', 'restart')
        and intricate.thread_no is null
),

-- Started more than once: the order of events matters.
busy_threads as (
    select thread_no
    from starts
    group by thread_no
    having count(*) > 1
),

single_starts as (
    select starts.*
    from starts
    left join busy_threads on starts.thread_no = busy_threads.thread_no
    where busy_threads.thread_no is null
),

ends as (
    select * from {{ ref('int_clock_marks') }}
    where direction = 'forward' and role_rank = 7
),

first_ends as (
    select
        ends.thread_no,
        {{ first_row('ends.sort_at', 'ends.event_id', ['ends.event_type', 'ends.counted_at', 'ends.has_time']) }} as first_end
    from single_starts as starts
    inner join ends
        on
            starts.thread_no = ends.thread_no
            and starts.sort_at <= ends.sort_at
    group by ends.thread_no
),

started_once as (
    select
        starts.thread_no, starts.person_no, starts.rule_id, 1 as cycle_no, starts.role as opened_by,
        starts.event_id as start_event_id, starts.event_type as start_event_type,
        starts.occurred_at as started_at, starts.counted_at, starts.has_time, starts.sort_at,
        starts.attributes, true as is_latest_cycle,
        case when ends.first_end is not null then 'end' end as closed_by, ends.first_end.event_id as close_event_id,
        ends.first_end.event_type as close_event_type, ends.first_end.counted_at as closed_at,
        ends.first_end.has_time as close_has_time, ends.first_end.sort_at as close_sort_at
    from single_starts as starts
    left join first_ends as ends on starts.thread_no = ends.thread_no
),

busy_marks as (
    select
        marks.*,
        lag(marks.role) over (
            partition by marks.thread_no
            order by marks.sort_at, marks.role_rank, marks.event_id
        ) as role_before
    from {{ ref('int_clock_marks') }} as marks
    inner join busy_threads on marks.thread_no = busy_threads.thread_no
    where
        marks.direction = 'forward'
        and marks.role_rank in (1, 6, 7)
        and marks.role in ('start', 'restart', 'end')
),

busy_turns as (
    select
        *,
        sum(case when role = 'end' then 0 else 1 end) over (
            partition by thread_no
            order by sort_at, role_rank, event_id
            rows between unbounded preceding and current row
        ) as cycle_no,
        lead(role) over thread as closed_by,
        lead(event_id) over thread as close_event_id,
        lead(event_type) over thread as close_event_type,
        lead(counted_at) over thread as closed_at,
        lead(has_time) over thread as close_has_time,
        lead(sort_at) over thread as close_sort_at
    from busy_marks
    where
        role = 'restart'
        or (role = 'start' and coalesce(role_before, 'end') = 'end')
        or (role = 'end' and role_before <> 'end')
    window thread as (
        partition by thread_no
        order by sort_at, role_rank, event_id
    )
),

started_often as (
    select
        thread_no, person_no, rule_id, cycle_no, role as opened_by, event_id as start_event_id,
        event_type as start_event_type, occurred_at as started_at, counted_at, has_time, sort_at, attributes,
        cycle_no = max(cycle_no) over (partition by thread_no) as is_latest_cycle,
        case when closed_by = 'end' then 'end' when closed_by is not null then 'restart' end as closed_by,
        close_event_id, close_event_type, closed_at, close_has_time, close_sort_at
    from busy_turns
    where role <> 'end'
),

final as (
    select * from started_once
    union all
    select * from started_often
)

select * from final
