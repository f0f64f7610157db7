-- Grain: one cycle of one clock with all that does not depend on the day of judgement.
-- Nuance: of a clock that runs on `status` and `days_over` are NULL: they follow from the due day when
-- somebody looks (int_clocks_labelled), so that a day writes nothing about cases in which nothing happened.
-- Whole days count for terms of days and months, begun days for terms of hours. A cycle that was
-- stopped, replaced or restarted after its end stays on record as completed late.
-- Kept from run to run; what lengthened the term stands beside it in words, because the words of an
-- explanation (int_clock_explanations) follow from one row.
-- Belongs here: kept or not, by how much, of clocks that have ended. Keep out: labels, clocks that run.
with
dues as (
    select
        *,
        closed_by is not null and case
            when not is_counted_in_hours then cast(closed_at as date) > due_day
            when close_has_time then closed_at > due_hour_at
            else cast(closed_at as date) > cast(due_hour_at as date)
        end as is_closed_late
    from intermediate.int_clock_dues
),
standing as (
    select
        *,
        case
            when opened_by = 'pending_start' then closed_by is null
            when closed_by is null then is_suspended
            else closed_by = 'stop' and is_latest_cycle and not is_closed_late
        end as is_standing
    from dues
),
clocks as (
    select
        *,
        case
            when is_standing or opened_by = 'pending_start' then null
            when is_counted_in_hours then due_hour_at
            else cast(due_day as timestamp)
        end as due_at
    from standing
),
final as (
    select
        clocks.clock_id,
        clocks.case_id,
        clocks.person_key,
        clocks.rule_id,
        clocks.rule_valid_from,
        cast(clocks.cycle_no as integer) as cycle_no,
        clocks.is_latest_cycle,
        clocks.opened_by,
        clocks.start_event_id,
        clocks.start_event_type,
        clocks.started_at,
        clocks.count_from,
        clocks.is_counted_in_hours,
        clocks.base_months,
        clocks.base_days,
        clocks.base_hours,
        clocks.term_months,
        clocks.term_days,
        clocks.term_hours,
        clocks.held_days,
        clocks.end_day,
        clocks.due_day,
        clocks.due_at,
        -- The alert of a target within the limit; it moves with what lengthens the term.
        case
            when clocks.due_at is not null and targets.rule_id is not null
                then cast((((case when rules.month_mode = 'spc202' and targets.months > 0 and last_day(clocks.start_day) = clocks.start_day then last_day(cast(clocks.start_day + to_months(cast(targets.months as integer)) as date)) when targets.months > 0 then cast(clocks.start_day + to_months(cast(targets.months as integer)) as date) else clocks.start_day end + cast(targets.days as integer))) + cast(clocks.held_days as integer)) as timestamp)
        end as target_at,
        case when clocks.closed_by is not null and not clocks.is_standing then clocks.closed_at end as ended_at,
        clocks.closed_by,
        clocks.close_event_id,
        clocks.close_event_type,
        clocks.closed_at,
        case
            when clocks.is_standing then 'suspended'
            when clocks.closed_by is null then null
            when clocks.is_closed_late then 'completed_late'
            else 'on_time'
        end as status,
        cast(case
            when clocks.is_standing then 0
            when clocks.closed_by is null then null
            when clocks.opened_by = 'pending_start' or not clocks.is_closed_late then 0
            else case
            when clocks.is_counted_in_hours then greatest(0, cast(ceil(date_diff('second', clocks.due_hour_at, case when not clocks.is_counted_in_hours or clocks.close_has_time then clocks.closed_at else cast(cast(clocks.closed_at as date) as timestamp) end) / 86400.0) as integer))
            else greatest(0, date_diff('day', clocks.due_day, cast(case when not clocks.is_counted_in_hours or clocks.close_has_time then clocks.closed_at else cast(cast(clocks.closed_at as date) as timestamp) end as date)))
        end
        end as integer) as days_over,
        clocks.is_custody,
        clocks.is_in_custody,
        clocks.is_provisional,
        changes.changes_zh,
        changes.changes_en,
        changes.void_zh,
        changes.void_en,
        changes.changes_detail
    from clocks
    left join intermediate.int_clock_change_texts as changes on clocks.clock_id = changes.clock_id
    left join codes.clock_targets as targets on clocks.rule_id = targets.rule_id
    left join codes.clock_rules as rules
        on
            targets.rule_id = rules.rule_id
            and clocks.rule_valid_from = rules.valid_from
)
select * from final
