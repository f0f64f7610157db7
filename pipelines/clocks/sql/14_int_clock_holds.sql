-- Grain: one time within one cycle that does not count: a suspension, or a stop after which the same clock
-- went on.
-- Nuance: [from, until) (C6): the day of the order is out, the day of resumption counts again. Overlapping
-- times count once: `held_days` are the days that this one adds. `until_day` NULL: still suspended. A hold
-- that the law caps (file reading: one month, C9) ends by itself.
-- Belongs here: how long the clock stood. Keep out: whether it had run out before (int_clock_changes).
with
terms as (
    select * from intermediate.int_clock_terms
),
marks as (
    select * from intermediate.int_clock_marks
    where role_rank in (2, 4)
),
suspended as (
    select
        starts.thread_no, starts.event_id, starts.event_type,
        starts.sort_at, starts.counted_at, starts.judged_at, pairs.max_months, pairs.article,
        ends.event_id as until_event_id, ends.event_type as until_event_type,
        ends.counted_at as until_at,
        row_number() over (
            partition by starts.thread_no, starts.event_id
            order by ends.sort_at, ends.event_id
        ) as place
    from marks as starts
    inner join codes.clock_suspensions as pairs
        on
            starts.rule_id = pairs.rule_id
            and starts.event_type = pairs.start_event
    left join marks as ends
        on
            starts.thread_no = ends.thread_no
            and ends.role = 'resumption'
            and pairs.end_event = ends.event_type
            and starts.sort_at <= ends.sort_at
    where starts.role = 'suspension'
),
stopped as (
    select
        thread_no, event_id, event_type, sort_at, counted_at,
        cast(null as timestamp) as judged_at, cast(null as integer) as max_months, cast(null as varchar) as article,
        next_event_id as until_event_id, next_event_type as until_event_type,
        next_counted_at as until_at, 1 as place
    from intermediate.int_clock_turns
    where turn_kind = 'stop' and next_kind in ('resume', 'end')
),
told as (
    select *, 'suspension' as hold_kind from suspended
    where place = 1
    union all
    select *, 'stop' as hold_kind from stopped
),
-- The cap ends a hold on the day on which it is reached, not before.
capped as (
    select
        told.*,
        case
            when told.max_months is null then cast(told.until_at as date)
            when cast(cast(told.counted_at as date) + to_months(cast(told.max_months as integer)) as date) > cast(told.judged_at as date)
                then cast(told.until_at as date)
            else least(
                coalesce(cast(told.until_at as date), date '9999-12-31'),
                cast(cast(told.counted_at as date) + to_months(cast(told.max_months as integer)) as date)
            )
        end as capped_until_day
    from told
),
-- Clipped to the cycle: a hold that was on when the clock started counts from the start, one that was on
-- when it ended counts to the end.
clipped as (
    select
        terms.clock_id,
        capped.hold_kind,
        capped.event_id,
        capped.event_type,
        capped.article,
        capped.until_event_id,
        capped.until_event_type,
        greatest(capped.sort_at, terms.sort_at) as sort_at,
        greatest(cast(capped.counted_at as date), terms.start_day) as from_day,
        case
            when terms.closed_at is null then capped.capped_until_day
            else least(coalesce(capped.capped_until_day, date '9999-12-31'), cast(terms.closed_at as date))
        end as until_day
    from capped
    inner join terms
        on
            capped.thread_no = terms.thread_no
            and (terms.close_sort_at is null or capped.sort_at < terms.close_sort_at)
            and (capped.capped_until_day is null or capped.capped_until_day > terms.start_day)
),
final as (
    select
        *,
        greatest(0, date_diff('day', greatest(from_day, coalesce(max(coalesce(until_day, date '9999-12-31')) over earlier, from_day)), coalesce(until_day, date '9999-12-31'))) as held_days
    from clipped
    where until_day is null or until_day > from_day
    window earlier as (
        partition by clock_id
        order by from_day, sort_at, event_id
        rows between unbounded preceding and 1 preceding
    )
)
select * from final
