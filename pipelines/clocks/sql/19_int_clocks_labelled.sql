-- Grain: one cycle of one clock, judged, with its rule and all that its explanation says.
-- Nuance: judged at the earlier of the day of judgement and the data date of the agency that reports the
-- end; a clock that ended, at its end. A view, because only this depends on the day: clocks that run are
-- judged when somebody looks, and labels are too short a way off to be kept with every clock.
-- Belongs here: how a clock stands now, and what is put into words. Keep out: counting (int_clocks), the words.
with
clocks as (
    select * from intermediate.int_clocks
),
horizons as (
    select * from intermediate.int_clock_horizons
),
types as (
    select event_type, label_zh, label_en from codes.event_types
),
rules as (
    select
        versions.*,
        end_types.label_zh as end_zh,
        end_types.label_en as end_en,
        horizons.judged_at
    from (
        select
            *,
            -- Versions of one rule share trigger, end and who reports the end; the first row speaks.
            first_value(reporting_agency) over (partition by rule_id order by valid_from) as end_agency
        from codes.clock_rules
    ) as versions
    left join types as end_types on versions.end_event = end_types.event_type
    left join horizons
        on
            coalesce(versions.end_agency, 'none') = horizons.agency
            and horizons.case_id is null
),
timed as (
    select
        clocks.*,
        rules.name_zh,
        rules.name_en,
        rules.stage,
        rules.unit,
        rules.direction,
        rules.responsible_agency,
        rules.breach_type,
        rules.article,
        start_types.label_zh as start_zh,
        start_types.label_en as start_en,
        coalesce(close_types.label_zh, rules.end_zh) as end_zh,
        coalesce(close_types.label_en, rules.end_en) as end_en,
        clocks.ended_at is null and clocks.status is null as is_running,
        coalesce(clocks.ended_at, asked.judged_at, rules.judged_at) as judged_at
    from clocks
    inner join rules
        on
            clocks.rule_id = rules.rule_id
            and clocks.rule_valid_from = rules.valid_from
    left join horizons as asked on clocks.case_id = asked.case_id
    left join types as start_types on clocks.start_event_type = start_types.event_type
    left join types as close_types on clocks.close_event_type = close_types.event_type
),
final as (
    select
        clock_id,
        case_id,
        person_key,
        rule_id,
        rule_valid_from,
        cycle_no,
        is_latest_cycle,
        name_zh,
        name_en,
        stage,
        unit,
        direction,
        responsible_agency,
        breach_type,
        article,
        opened_by,
        start_event_id,
        started_at,
        count_from,
        is_counted_in_hours,
        base_months,
        base_days,
        base_hours,
        term_months,
        term_days,
        term_hours,
        held_days,
        end_day,
        due_day,
        due_at,
        target_at,
        ended_at,
        closed_by,
        close_event_id,
        closed_at,
        case
            when is_running then case when case
            when is_counted_in_hours then greatest(0, cast(ceil(date_diff('second', due_at, judged_at) / 86400.0) as integer))
            else greatest(0, date_diff('day', due_day, cast(judged_at as date)))
        end > 0 then 'overdue' when case
            when is_counted_in_hours
                then cast(floor(date_diff('second', judged_at, due_at) / 86400.0) as integer)
            else date_diff('day', cast(judged_at as date), due_day)
        end <= 3 then 'due_soon' else 'on_time' end
            else status
        end as status,
        cast(case when is_running then case
            when is_counted_in_hours then greatest(0, cast(ceil(date_diff('second', due_at, judged_at) / 86400.0) as integer))
            else greatest(0, date_diff('day', due_day, cast(judged_at as date)))
        end else days_over end as integer)
            as days_over,
        cast(case when is_running then case
            when is_counted_in_hours
                then cast(floor(date_diff('second', judged_at, due_at) / 86400.0) as integer)
            else date_diff('day', cast(judged_at as date), due_day)
        end end as integer)
            as days_left,
        is_custody,
        is_in_custody,
        is_provisional,
        judged_at,
        start_zh,
        start_en,
        end_zh,
        end_en,
        changes_zh,
        changes_en,
        void_zh,
        void_en,
        changes_detail
    from timed
)
select * from final
