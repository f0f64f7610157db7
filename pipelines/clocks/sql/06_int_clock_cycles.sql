-- Grain: one cycle of one clock: from what started it to what ended, stopped or replaced it.
-- Nuance: a clock that runs is not started again by its own trigger (a second detention without a release
-- in between, bail announced twice by one organ): only what the law names restarts it. `chain_no` keeps
-- together cycles that hang on each other's being in time (restart by a new crime).
-- Belongs here: where cycles begin and close. Keep out: when they run out.
with
marks as (
    select * from intermediate.int_clock_marks
    where role not in ('extension', 'suspension', 'resumption')
),
turns as (
    select * from intermediate.int_clock_turns
),
intricate_threads as (
    select distinct case_id, person_key, rule_id from turns
),
plain_marks as (
    select
        marks.*,
        lag(marks.role) over (
            partition by marks.case_id, marks.person_key, marks.rule_id
            order by marks.sort_at, marks.role_rank, marks.event_id
        ) as role_before
    from marks
    left join intricate_threads as intricate
        on
            marks.case_id = intricate.case_id
            and marks.person_key = intricate.person_key
            and marks.rule_id = intricate.rule_id
    where
        marks.direction = 'forward'
        and marks.role in ('start', 'restart', 'end')
        and intricate.case_id is null
),
plain_turns as (
    select
        *,
        row_number() over thread as turn,
        sum(case when role = 'end' then 0 else 1 end) over (
            partition by case_id, person_key, rule_id
            order by sort_at, role_rank, event_id
            rows between unbounded preceding and current row
        ) as cycle_no,
        lead(role) over thread as closed_by,
        lead(event_id) over thread as close_event_id,
        lead(event_type) over thread as close_event_type,
        lead(counted_at) over thread as closed_at,
        lead(has_time) over thread as close_has_time,
        lead(sort_at) over thread as close_sort_at
    from plain_marks
    where
        role = 'restart'
        or (role = 'start' and coalesce(role_before, 'end') = 'end')
        or (role = 'end' and role_before <> 'end')
    window thread as (
        partition by case_id, person_key, rule_id
        order by sort_at, role_rank, event_id
    )
),
plain as (
    select
        case_id, person_key, rule_id, cycle_no, cycle_no as chain_no, role as opened_by,
        event_id as start_event_id, event_type as start_event_type, occurred_at as started_at, counted_at,
        has_time, sort_at, attributes,
        case when closed_by = 'end' then 'end' when closed_by is not null then 'restart' end as closed_by,
        close_event_id, close_event_type, closed_at, close_has_time, close_sort_at
    from plain_turns
    where role <> 'end'
),
-- Of an intricate cycle the last turn decides: an end, a stop that a new cycle followed or that stands,
-- else the turn that opened the next cycle.
closing_turns as (
    select
        *,
        row_number() over (
            partition by case_id, person_key, rule_id, cycle_no
            order by turn desc
        ) as place_from_last
    from turns
),
intricate as (
    select
        openings.case_id, openings.person_key, openings.rule_id, openings.cycle_no, openings.chain_no,
        openings.role as opened_by, openings.event_id as start_event_id,
        openings.event_type as start_event_type, openings.occurred_at as started_at, openings.counted_at,
        openings.has_time, openings.sort_at, openings.attributes,
        case
            when closings.turn_kind in ('end', 'stop') then closings.turn_kind
            when closings.next_kind = 'opening' then 'restart'
        end as closed_by,
        case when closings.turn_kind in ('end', 'stop') then closings.event_id else closings.next_event_id end
            as close_event_id,
        case
            when closings.turn_kind in ('end', 'stop') then closings.event_type
            else closings.next_event_type
        end as close_event_type,
        case when closings.turn_kind in ('end', 'stop') then closings.counted_at else closings.next_counted_at end
            as closed_at,
        case when closings.turn_kind in ('end', 'stop') then closings.has_time else closings.next_has_time end
            as close_has_time,
        case when closings.turn_kind in ('end', 'stop') then closings.sort_at else closings.next_sort_at end
            as close_sort_at
    from turns as openings
    inner join closing_turns as closings
        on
            openings.case_id = closings.case_id
            and openings.person_key = closings.person_key
            and openings.rule_id = closings.rule_id
            and openings.cycle_no = closings.cycle_no
            and closings.place_from_last = 1
    where openings.turn_kind = 'opening'
),
-- Backward terms (开庭十日以前): the act may come before the date is set, so a cycle takes the first act
-- after the date of the cycle before; one that is done once (service of the indictment) serves them all.
backward_starts as (
    select
        marks.*,
        row_number() over thread as cycle_no,
        lag(marks.counted_at) over thread as counted_before,
        lead(marks.sort_at) over thread as next_sort_at,
        lead(marks.event_id) over thread as next_event_id,
        lead(marks.event_type) over thread as next_event_type,
        lead(marks.occurred_at) over thread as next_occurred_at,
        lead(marks.has_time) over thread as next_has_time
    from marks
    where marks.direction = 'backward' and marks.role = 'start'
    window thread as (
        partition by marks.case_id, marks.person_key, marks.rule_id
        order by marks.sort_at, marks.event_id
    )
),
backward_ends as (
    select
        starts.case_id,
        starts.person_key,
        starts.rule_id,
        starts.cycle_no,
        ends.event_id,
        ends.event_type,
        ends.counted_at,
        ends.has_time,
        ends.sort_at,
        row_number() over (
            partition by starts.case_id, starts.person_key, starts.rule_id, starts.cycle_no
            order by ends.sort_at, ends.event_id
        ) as place
    from backward_starts as starts
    inner join codes.clock_rules as rules
        on
            starts.rule_id = rules.rule_id
            and rules.valid_to is null
    inner join marks as ends
        on
            starts.case_id = ends.case_id
            and starts.person_key = ends.person_key
            and starts.rule_id = ends.rule_id
            and ends.role = 'end'
            and (rules.is_done_once or starts.counted_before is null or ends.counted_at > starts.counted_before)
            and (starts.next_sort_at is null or ends.sort_at < starts.next_sort_at)
),
backward as (
    select
        starts.case_id, starts.person_key, starts.rule_id, starts.cycle_no, starts.cycle_no as chain_no,
        starts.role as opened_by, starts.event_id as start_event_id, starts.event_type as start_event_type,
        starts.occurred_at as started_at, starts.counted_at, starts.has_time, starts.sort_at,
        starts.attributes,
        case when ends.event_id is not null then 'end' when starts.next_event_id is not null then 'restart' end
            as closed_by,
        coalesce(ends.event_id, starts.next_event_id) as close_event_id,
        coalesce(ends.event_type, starts.next_event_type) as close_event_type,
        coalesce(ends.counted_at, starts.next_occurred_at) as closed_at,
        coalesce(ends.has_time, starts.next_has_time) as close_has_time,
        coalesce(ends.sort_at, starts.next_sort_at) as close_sort_at
    from backward_starts as starts
    left join backward_ends as ends
        on
            starts.case_id = ends.case_id
            and starts.person_key = ends.person_key
            and starts.rule_id = ends.rule_id
            and starts.cycle_no = ends.cycle_no
            and ends.place = 1
),
final as (
    select * from plain
    union all
    select * from intricate
    union all
    select * from backward
)
select * from final
