-- Grain: one cycle of one clock with its rule and its explanation.
-- Nuance: texts say what was counted from which event, what lengthened the term and why not, when it ended
-- and what came of it; `reason_detail` says the same with event ids, for programs.
-- Belongs here: words, from one row each, so that a reader who asks for no words pays for none.
-- Keep out: counting.
with
labelled as (
    select
        *,
        case
            when is_counted_in_hours then left(cast(count_from as varchar), 16)
            else left(cast(count_from as varchar), 10)
        end as start_text,
        case
            when is_counted_in_hours then left(cast(due_at as varchar), 16)
            else left(cast(due_at as varchar), 10)
        end as due_text,
        case
            when is_counted_in_hours then left(cast(closed_at as varchar), 16)
            else left(cast(closed_at as varchar), 10)
        end as close_text,
        left(cast(judged_at as varchar), 10) as judged_text,
        case
            when base_hours > 0 then base_hours || '小时'
            when unit = 'working_day' then base_days || '个工作日'
            when base_months = 0 and base_days = 0 then '当日'
            when base_months = 0 then base_days || '日'
            when base_days = 0 then base_months || '个月'
            else base_months || '个月' || base_days || '日'
        end as length_zh,
        case
            when base_hours > 0 then base_hours || ' h'
            when unit = 'working_day' then base_days || ' working days'
            when base_months = 0 and base_days = 0 then 'the same day'
            when base_months = 0 then base_days || ' d'
            when base_days = 0 then base_months || ' mo'
            else base_months || ' mo ' || base_days || ' d'
        end as length_en
    from intermediate.int_clocks_labelled
),
worded as (
    select
        *,
        case
            when opened_by = 'pending_start' then start_text || start_zh || '时身份不明，期限自查清身份之日起计算'
            when direction = 'backward' then '应在' || start_text || '（' || start_zh || '）' || length_zh || '以前完成'
            when base_months + base_days + base_hours = 0 then '自' || start_text || '（' || start_zh || '）起应当立即办理'
            else '自' || start_text || '（' || start_zh || '）起计算' || length_zh
        end
        || coalesce(changes_zh, '')
        || case
            when due_text is null then ''
            when direction = 'backward' then '，即不迟于' || due_text
            else '，应于' || due_text || '届满'
        end
        || case
            when due_day > end_day and due_text is not null
                then '（' || end_day || '为节假日，顺延至其后第一个工作日）'
            else ''
        end
        || case when due_text is not null and is_provisional then '（该年节假日安排尚未公布，暂定）' else '' end
        || coalesce(void_zh, '')
        || case
            when status = 'suspended' and closed_by = 'stop' then '；' || close_text || end_zh || '，期限停止计算'
            when status = 'suspended' then '；截至' || judged_text || '期限未进行'
            when closed_by is not null
                then
                    '；' || close_text || end_zh
                    || case when status = 'on_time' then '，未超期' else '，超期' || days_over || '日' end
            when status = 'overdue' then '；截至' || judged_text || '未' || end_zh || '，已超期' || days_over || '日'
            else '；截至' || judged_text || '未' || end_zh || '，还剩' || days_left || '日'
        end
        || '。' as reason,
        case
            when opened_by = 'pending_start'
                then start_en || ' on ' || start_text || ' with identity unknown: the term runs from the day it is found'
            when direction = 'backward'
                then 'To be done ' || length_en || ' before ' || start_text || ' (' || start_en || ')'
            when base_months + base_days + base_hours = 0 then 'At once from ' || start_text || ' (' || start_en || ')'
            else length_en || ' from ' || start_text || ' (' || start_en || ')'
        end
        || coalesce(changes_en, '')
        || case when due_text is null then '' else ', due ' || due_text end
        || case when due_day > end_day and due_text is not null then ' (' || end_day || ' is a day off)' else '' end
        || case when due_text is not null and is_provisional then ' (calendar provisional)' else '' end
        || coalesce(void_en, '')
        || case
            when status = 'suspended' and closed_by = 'stop' then '; ' || end_en || ' on ' || close_text || ', clock stopped'
            when status = 'suspended' then '; not running on ' || judged_text
            when closed_by is not null
                then
                    '; ' || end_en || ' on ' || close_text
                    || case when status = 'on_time' then ', in time' else ', ' || days_over || ' d late' end
            when status = 'overdue' then '; open on ' || judged_text || ', ' || days_over || ' d over'
            else '; open on ' || judged_text || ', ' || days_left || ' d left'
        end
        || '.' as reason_en,
        '{"start":{"event_id":"' || start_event_id || '","from":"' || start_text
        || '"},"term":{"months":' || base_months || ',"days":' || base_days || ',"hours":' || base_hours
        || case
            when changes_detail is null then '}'
            else
                '},"changes":' || changes_detail || ',"total":{"months":' || term_months || ',"days":' || term_days
                || ',"hours":' || term_hours || ',"days_held":' || held_days || '}'
        end
        || case when due_day > end_day then ',"end_day":"' || end_day || '"' else '' end
        || coalesce(',"due":"' || due_text || '"', '')
        || coalesce(',"end":{"event_id":"' || close_event_id || '","by":"' || closed_by || '","at":"' || close_text || '"}', '')
        || case when is_in_custody then ',"in_custody":true' when not is_in_custody then ',"in_custody":false' else '' end
        || '}' as reason_detail
    from labelled
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
        responsible_agency,
        breach_type,
        breach_type not in ('loss_of_right', 'lapse', 'minimum_period', 'soft', 'none') as is_duty,
        article,
        opened_by,
        start_event_id,
        started_at,
        is_counted_in_hours,
        due_at,
        target_at,
        ended_at,
        closed_by,
        close_event_id,
        status,
        days_over,
        days_left,
        is_custody,
        is_provisional,
        judged_at,
        reason,
        reason_en,
        reason_detail
    from worded
)
select * from final
