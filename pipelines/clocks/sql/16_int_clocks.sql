-- Grain: one cycle of one clock, judged.
-- Nuance: judged at the earlier of the day of judgement and the data date of the agency that reports the
-- end. Whole days count for terms of days and months, begun days for terms of hours. A cycle that was
-- stopped, replaced or restarted after its end stays on record as completed late.
-- Only of cases that this run counts: the other open clocks are judged anew where they are kept
-- (rejudge_open_clocks), by the same macros.
-- Belongs here: kept or not, by how much. Keep out: words (int_clock_explanations).
with
dues as (
    select * from intermediate.int_clock_dues
),
rules as (
    select
        *,
        row_number() over (partition by rule_id order by valid_from) as version_place
    from codes.clock_rules
),
horizons as (
    select * from intermediate.int_clock_horizons
),
timed as (
    select
        dues.*,
        coalesce(asked.judged_at, horizons.judged_at) as judged_at,
        dues.closed_by is not null and case
            when not dues.is_counted_in_hours then cast(dues.closed_at as date) > dues.due_day
            when dues.close_has_time then dues.closed_at > dues.due_hour_at
            else cast(dues.closed_at as date) > cast(dues.due_hour_at as date)
        end as is_closed_late
    from dues
    inner join rules
        on
            dues.rule_id = rules.rule_id
            and rules.version_place = 1
    left join horizons as asked on dues.case_id = asked.case_id
    left join horizons
        on
            coalesce(rules.reporting_agency, 'none') = horizons.agency
            and horizons.case_id is null
),
standing as (
    select
        *,
        case
            when opened_by = 'pending_start' then closed_by is null
            when closed_by is null then is_suspended
            else closed_by = 'stop' and is_latest_cycle and not is_closed_late
        end as is_standing
    from timed
),
judged as (
    select
        *,
        case
            when is_counted_in_hours then greatest(0, cast(ceil(date_diff('second', due_hour_at, case when closed_by is null then judged_at when not is_counted_in_hours or close_has_time then closed_at else cast(cast(closed_at as date) as timestamp) end) / 86400.0) as integer))
            else greatest(0, date_diff('day', due_day, cast(case when closed_by is null then judged_at when not is_counted_in_hours or close_has_time then closed_at else cast(cast(closed_at as date) as timestamp) end as date)))
        end
            as days_past,
        case
            when is_counted_in_hours
                then cast(floor(date_diff('second', judged_at, due_hour_at) / 86400.0) as integer)
            else date_diff('day', cast(judged_at as date), due_day)
        end as days_to_go
    from standing
),
final as (
    select
        clock_id,
        case_id,
        person_key,
        rule_id,
        rule_valid_from,
        cast(cycle_no as integer) as cycle_no,
        is_latest_cycle,
        opened_by,
        start_event_id,
        start_event_type,
        started_at,
        start_day,
        count_from,
        is_counted_in_hours,
        term_months,
        base_months,
        base_days,
        base_hours,
        term_days,
        term_hours,
        held_days,
        end_day,
        case
            when is_standing or opened_by = 'pending_start' then null
            when is_counted_in_hours then due_hour_at
            else cast(due_day as timestamp)
        end as due_at,
        due_day,
        case when closed_by is not null and not is_standing then closed_at end as ended_at,
        closed_by,
        close_event_id,
        close_event_type,
        closed_at,
        case
            when is_standing then 'suspended'
            when closed_by is not null and is_closed_late then 'completed_late'
            when closed_by is not null then 'on_time'
            else case when days_past > 0 then 'overdue' when days_to_go <= 3 then 'due_soon' else 'on_time' end
        end as status,
        cast(case
            when is_standing or opened_by = 'pending_start' then 0
            when closed_by is not null and not is_closed_late then 0
            else days_past
        end as integer) as days_over,
        cast(case when closed_by is null and not is_standing then days_to_go end as integer) as days_left,
        is_custody,
        is_in_custody,
        is_provisional,
        case when closed_by is null or is_standing then judged_at else closed_at end as judged_at
    from judged
)
select * from final
