-- Grain: one cycle of one clock: from what started it to what ended, stopped or replaced it.
-- Nuance: `chain_no` keeps together cycles that hang on each other's being in time (restart by a new crime).
-- `rule_valid_from` names the version of the rule that was in force when the cycle began. Questions about
-- single cases use the first version for earlier dates too; the warehouse does not judge by a rule that was
-- not yet in force: such cycles are left out.
-- Belongs here: where cycles begin and close, under which version. Keep out: when they run out.
with
turns as (
    select
        *,
        max(cycle_no) over (partition by thread_no) as last_cycle_no
    from intermediate.int_clock_turns
),
-- Of an intricate cycle the last turn decides: an end, a stop that a new cycle followed or that stands,
-- else the turn that opened the next cycle.
closing_turns as (
    select
        *,
        row_number() over (
            partition by thread_no, cycle_no
            order by turn desc
        ) as place_from_last
    from turns
),
intricate as (
    select
        openings.thread_no, openings.person_no, openings.rule_id, openings.cycle_no, openings.chain_no,
        openings.role as opened_by, openings.event_id as start_event_id,
        openings.event_type as start_event_type, openings.occurred_at as started_at, openings.counted_at,
        openings.has_time, openings.sort_at, openings.attributes,
        openings.cycle_no = openings.last_cycle_no as is_latest_cycle,
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
            openings.thread_no = closings.thread_no
            and openings.cycle_no = closings.cycle_no
            and closings.place_from_last = 1
    where openings.turn_kind = 'opening'
),
plain as (
    select
        thread_no, person_no, rule_id, cycle_no, cycle_no as chain_no, opened_by, start_event_id,
        start_event_type, started_at, counted_at, has_time, sort_at, attributes, is_latest_cycle, closed_by,
        close_event_id, close_event_type, closed_at, close_has_time, close_sort_at
    from intermediate.int_clock_plain_cycles
),
together as (
    select * from plain
    union all
    select * from intricate
    union all
    select * from intermediate.int_clock_backward_cycles
),
versions as (
    select
        rule_id,
        valid_from,
        valid_to,
        row_number() over (partition by rule_id order by valid_from) = 1 as is_first_version
    from codes.clock_rules
),
asked as (
    select distinct case_id from intermediate.int_clock_horizons
    where case_id is not null and is_lenient
),
final as (
    select
        'K' || left(md5(coalesce(cast(persons.case_id as varchar), '') || '|' || coalesce(cast(persons.person_key as varchar), '') || '|' || coalesce(cast(together.rule_id as varchar), '') || '|' || coalesce(cast(together.cycle_no as varchar), '')), 20)
            as clock_id,
        persons.case_id,
        persons.person_key,
        together.*,
        versions.valid_from as rule_valid_from
    from together
    inner join intermediate.int_clock_persons as persons on together.person_no = persons.person_no
    left join asked on persons.case_id = asked.case_id
    inner join versions
        on
            together.rule_id = versions.rule_id
            and (
                cast(together.counted_at as date) >= versions.valid_from
                or (versions.is_first_version and asked.case_id is not null)
            )
            and (versions.valid_to is null or cast(together.counted_at as date) < versions.valid_to)
)
select * from final
