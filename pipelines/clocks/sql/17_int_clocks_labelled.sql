-- Grain: one cycle of one clock with its rule, and all that its explanation says.
-- Nuance: labels and what lengthened the term stand beside the figures, so that the words
-- (int_clock_explanations) follow from one row: they are as large as everything else together, and only who
-- asks for them pays for them. Kept from run to run; of clocks still open the four columns that a
-- day changes are written again in every run.
-- Belongs here: what is put into words. Keep out: counting (int_clocks), the words.
with
clocks as (
    select * from intermediate.int_clocks
),
rules as (
    select * from codes.clock_rules
),
types as (
    select event_type, label_zh, label_en from codes.event_types
),
final as (
    select
        clocks.clock_id,
        clocks.case_id,
        clocks.person_key,
        clocks.rule_id,
        clocks.rule_valid_from,
        clocks.cycle_no,
        clocks.is_latest_cycle,
        rules.name_zh,
        rules.name_en,
        rules.stage,
        rules.unit,
        rules.direction,
        rules.responsible_agency,
        rules.breach_type,
        rules.article,
        clocks.opened_by,
        clocks.start_event_id,
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
        clocks.ended_at,
        clocks.closed_by,
        clocks.close_event_id,
        clocks.closed_at,
        clocks.status,
        clocks.days_over,
        clocks.days_left,
        clocks.is_custody,
        clocks.is_in_custody,
        clocks.is_provisional,
        clocks.judged_at,
        start_types.label_zh as start_zh,
        start_types.label_en as start_en,
        coalesce(close_types.label_zh, end_types.label_zh) as end_zh,
        coalesce(close_types.label_en, end_types.label_en) as end_en,
        changes.changes_zh,
        changes.changes_en,
        changes.void_zh,
        changes.void_en,
        changes.changes_detail
    from clocks
    inner join rules
        on
            clocks.rule_id = rules.rule_id
            and clocks.rule_valid_from = rules.valid_from
    left join intermediate.int_clock_change_texts as changes on clocks.clock_id = changes.clock_id
    left join codes.clock_targets as targets on clocks.rule_id = targets.rule_id
    left join types as start_types on clocks.start_event_type = start_types.event_type
    left join types as close_types on clocks.close_event_type = close_types.event_type
    left join types as end_types on rules.end_event = end_types.event_type
)
select * from final
