-- Grain: one extension granted within one cycle, and whether it is good apart from its time.
-- Nuance: `void_reason` is the first ground on which it fails: unknown kind, organ without the power, no
-- listed ground, length outside the law, granted before, out of order. Whether it came in time stands in
-- int_clock_changes. Steps that hang on each other (刑诉法 156 → 158 → 159) are taken one by one, at
-- most three (a test holds the seed to that).
-- Belongs here: the power to extend. Keep out: what the extension does to the end.
with
cycles as (
    select * from intermediate.int_clock_cycles
),
marks as (
    select * from intermediate.int_clock_marks
    where role_rank = 3
),
granted as (
    select
        cycles.clock_id,
        cycles.rule_id,
        marks.event_id,
        marks.event_type,
        marks.counted_at,
        marks.has_time,
        marks.sort_at,
        lower(case when position('"' || 'kind' || '"' in marks.attributes) > 0 then json_extract_string(marks.attributes, '$.' || 'kind') end) as kind,
        lower(case when position('"' || 'approver' || '"' in marks.attributes) > 0 then json_extract_string(marks.attributes, '$.' || 'approver') end) as approver,
        marks.attributes
    from marks
    inner join cycles
        on
            marks.thread_no = cycles.thread_no
            and marks.sort_at >= cycles.sort_at
            and (cycles.close_sort_at is null or marks.sort_at <= cycles.close_sort_at)
),
-- Extensions of another rule's kind are no marks of this one; a kind that no rule knows is shown as void.
matched as (
    select
        granted.*,
        rules.effect,
        rules.months,
        rules.days,
        rules.hours,
        rules.length_attribute,
        rules.only_after,
        rules.not_after,
        rules.is_repeatable,
        rules.article,
        try_cast(case when position('"' || rules.length_attribute || '"' in granted.attributes) > 0 then json_extract_string(granted.attributes, '$.' || rules.length_attribute) end as integer) as length,
        case
            when rules.kind is null then 'unknown_kind'
            when rules.effect = 'none' then 'no_extension'
            when
                cast(granted.counted_at as date) < coalesce(rules.valid_from, date '0001-01-01')
                or cast(granted.counted_at as date) >= coalesce(rules.valid_to, date '9999-12-31')
                then 'not_in_force'
            when
                rules.approvers is not null
                and not coalesce(position('|' || granted.approver || '|' in '|' || rules.approvers || '|') > 0, false)
                then 'wrong_approver'
            when
                rules.condition_attribute is not null
                and not coalesce(
                    position('|' || lower(case when position('"' || rules.condition_attribute || '"' in granted.attributes) > 0 then json_extract_string(granted.attributes, '$.' || rules.condition_attribute) end) || '|' in '|' || rules.condition_values || '|') > 0,
                    false
                )
                then 'wrong_ground'
            when
                rules.length_attribute is not null
                and not coalesce(
                    try_cast(case when position('"' || rules.length_attribute || '"' in granted.attributes) > 0 then json_extract_string(granted.attributes, '$.' || rules.length_attribute) end as integer)
                    between rules.min_length and rules.max_length,
                    false
                )
                then 'wrong_length'
        end as own_fault
    from granted
    left join codes.clock_extensions as rules
        on
            granted.rule_id = rules.rule_id
            and granted.kind = rules.kind
),
-- A total (延长至三十日) leaves nothing to add afterwards.
totals as (
    select
        clock_id,
        kind,
        min(sort_at) as sort_at
    from matched
    where own_fault is null
    group by clock_id, kind
),
blocked as (
    select
        matched.*,
        coalesce(totals.sort_at <= matched.sort_at, false) as is_after_its_total
    from matched
    left join totals
        on
            matched.clock_id = totals.clock_id
            and matched.not_after = totals.kind
),
step_0 as (
    select
        blocked.*,
        cast('out_of_order' as varchar) as void_reason
    from blocked
),
good_0 as (
    select
        clock_id, kind,
        min(sort_at) as sort_at
    from step_0
    where void_reason is null
    group by clock_id, kind
),
in_order_1 as (
    select
        blocked.*,
        blocked.own_fault is null
        and not blocked.is_after_its_total
        and (blocked.only_after is null or coalesce(good.sort_at <= blocked.sort_at, false)) as is_in_order
    from blocked
    left join good_0 as good
        on
            blocked.clock_id = good.clock_id
            and blocked.only_after = good.kind
),
step_1 as (
    select
        *,
        case
            when own_fault is not null then own_fault
            when not is_in_order then 'out_of_order'
            when
                not is_repeatable
                and row_number() over (
                    partition by clock_id, kind, is_in_order
                    order by sort_at, event_id
                ) > 1
                then 'granted_before'
        end as void_reason
    from in_order_1
),
good_1 as (
    select
        clock_id, kind,
        min(sort_at) as sort_at
    from step_1
    where void_reason is null
    group by clock_id, kind
),
in_order_2 as (
    select
        blocked.*,
        blocked.own_fault is null
        and not blocked.is_after_its_total
        and (blocked.only_after is null or coalesce(good.sort_at <= blocked.sort_at, false)) as is_in_order
    from blocked
    left join good_1 as good
        on
            blocked.clock_id = good.clock_id
            and blocked.only_after = good.kind
),
step_2 as (
    select
        *,
        case
            when own_fault is not null then own_fault
            when not is_in_order then 'out_of_order'
            when
                not is_repeatable
                and row_number() over (
                    partition by clock_id, kind, is_in_order
                    order by sort_at, event_id
                ) > 1
                then 'granted_before'
        end as void_reason
    from in_order_2
),
good_2 as (
    select
        clock_id, kind,
        min(sort_at) as sort_at
    from step_2
    where void_reason is null
    group by clock_id, kind
),
in_order_3 as (
    select
        blocked.*,
        blocked.own_fault is null
        and not blocked.is_after_its_total
        and (blocked.only_after is null or coalesce(good.sort_at <= blocked.sort_at, false)) as is_in_order
    from blocked
    left join good_2 as good
        on
            blocked.clock_id = good.clock_id
            and blocked.only_after = good.kind
),
step_3 as (
    select
        *,
        case
            when own_fault is not null then own_fault
            when not is_in_order then 'out_of_order'
            when
                not is_repeatable
                and row_number() over (
                    partition by clock_id, kind, is_in_order
                    order by sort_at, event_id
                ) > 1
                then 'granted_before'
        end as void_reason
    from in_order_3
),
final as (
    select
        clock_id,
        event_id,
        event_type,
        counted_at,
        has_time,
        sort_at,
        kind,
        approver,
        effect,
        case when effect = 'add' and length_attribute = 'months' then length else months end as months,
        case when effect = 'add' and length_attribute = 'days' then length else days end as days,
        hours,
        article,
        -- What a total takes up (三日加四日之后延长至三十日) is not counted beside it.
        not_after is not null as is_taken_up_by_total,
        void_reason
    from step_3
)
select * from final
