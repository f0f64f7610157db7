-- Grain: one cycle of one clock that runs backward from a date to come (开庭十日以前).
-- Nuance: the act may come before the date is set, so a cycle takes the first act after the date of the
-- cycle before; an act that is done once (service of the indictment) serves them all.
-- Belongs here: which act belongs to which date. Keep out: forward terms (int_clock_cycles).
with
marks as (
    select * from intermediate.int_clock_marks
    where direction = 'backward'
),
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
    where marks.role = 'start'
    window thread as (
        partition by marks.thread_no
        order by marks.sort_at, marks.event_id
    )
),
backward_ends as (
    select
        starts.thread_no,
        starts.cycle_no,
        ends.event_id,
        ends.event_type,
        ends.counted_at,
        ends.has_time,
        ends.sort_at,
        row_number() over (
            partition by starts.thread_no, starts.cycle_no
            order by ends.sort_at, ends.event_id
        ) as place
    from backward_starts as starts
    inner join codes.clock_rules as rules
        on
            starts.rule_id = rules.rule_id
            and rules.valid_to is null
    inner join marks as ends
        on
            starts.thread_no = ends.thread_no
            and ends.role = 'end'
            and (rules.is_done_once or starts.counted_before is null or starts.counted_before < ends.counted_at)
            and (starts.next_sort_at is null or starts.next_sort_at > ends.sort_at)
),
final as (
    select
        starts.thread_no, starts.person_no, starts.rule_id, starts.cycle_no, starts.cycle_no as chain_no,
        starts.role as opened_by, starts.event_id as start_event_id, starts.event_type as start_event_type,
        starts.occurred_at as started_at, starts.counted_at, starts.has_time, starts.sort_at,
        starts.attributes,
        starts.next_event_id is null as is_latest_cycle,
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
            starts.thread_no = ends.thread_no
            and starts.cycle_no = ends.cycle_no
            and ends.place = 1
)
select * from final
