-- Grain: one cycle of one clock that something lengthened, or failed to.
-- Belongs here: extensions, suspensions and void restarts of a cycle in words and as JSON. Keep out: the
-- rest of the explanation (int_clock_explanations).
with
changes as (
    select
        *,
        case void_reason
            when 'unknown_kind' then '法律没有规定这种延长'
            when 'no_extension' then '本期限不得延长'
            when 'not_in_force' then '批准时该规定尚未施行'
            when 'wrong_approver' then '批准机关无权批准'
            when 'wrong_ground' then '事由不属于法定情形'
            when 'wrong_length' then '延长时间超出法定幅度或者未载明'
            when 'out_of_order' then '未按法定顺序延长'
            when 'granted_before' then '本次计算中已经延长过'
            when 'too_late' then '作出时期限已经届满'
        end as fault_zh,
        case void_reason
            when 'unknown_kind' then 'no rule knows this kind of extension'
            when 'no_extension' then 'the law gives this term no extension'
            when 'not_in_force' then 'the provision was not in force'
            when 'wrong_approver' then 'granted by an organ without the power'
            when 'wrong_ground' then 'not on a ground that the law lists'
            when 'wrong_length' then 'length outside the law or not stated'
            when 'out_of_order' then 'out of the order of the law'
            when 'granted_before' then 'granted before in this cycle'
            when 'too_late' then 'after the term had run out'
        end as fault_en
    from intermediate.int_clock_changes
    where
        (change_kind <> 'restart_while_running' or void_reason is not null)
        and true
),
labelled as (
    select
        changes.*,
        coalesce(types.label_zh, changes.event_type) as label_zh,
        coalesce(types.label_en, changes.event_type) as label_en,
        coalesce(approvers.label_zh, changes.approver, '办案机关') as approver_zh,
        coalesce(approvers.label_en, changes.approver, 'the handling organ') as approver_en
    from changes
    left join codes.event_types as types on changes.event_type = types.event_type
    left join codes.clock_approvers as approvers on changes.approver = approvers.approver
),
worded as (
    select
        *,
        case
            when change_kind = 'restart_while_running' then '；' || from_day || label_zh || '时期限已经届满，不重新计算'
            when change_kind = 'extension' and void_reason is null
                then
                    '，' || from_day || '经' || approver_zh || '批准延长'
                    || case when effect = 'total' then '至' else '' end
                    || case
            when hours > 0 then hours || '小时'
            when '' = 'working_day' then days || '个工作日'
            when months = 0 and days = 0 then '当日'
            when months = 0 then days || '日'
            when days = 0 then months || '个月'
            else months || '个月' || days || '日'
        end
            when change_kind = 'extension'
                then '；' || from_day || '批准的延长（' || coalesce(kind, '未注明') || '）无效：' || fault_zh
            when void_reason is not null then '；' || from_day || label_zh || '时期限已经届满，不停止计算'
            when until_day is null then '，自' || from_day || '（' || label_zh || '）起不计入'
            else '，' || from_day || '（' || label_zh || '）至' || until_day || '不计入' || held_days || '日'
        end as text_zh,
        case
            when change_kind = 'restart_while_running'
                then '; ' || label_en || ' on ' || from_day || ' came after the end and restarts nothing'
            when change_kind = 'extension' and void_reason is null
                then
                    ', extended ' || case when effect = 'total' then 'to ' else 'by ' end
                    || case
            when hours > 0 then hours || ' h'
            when '' = 'working_day' then days || ' working days'
            when months = 0 and days = 0 then 'the same day'
            when months = 0 then days || ' d'
            when days = 0 then months || ' mo'
            else months || ' mo ' || days || ' d'
        end || ' by the ' || approver_en || ' on '
                    || from_day
            when change_kind = 'extension'
                then '; extension (' || coalesce(kind, 'no kind') || ') of ' || from_day || ' is void: ' || fault_en
            when void_reason is not null
                then '; ' || label_en || ' on ' || from_day || ' came after the end and stops nothing'
            when until_day is null then ', not counted since ' || from_day || ' (' || label_en || ')'
            else ', ' || held_days || ' d not counted from ' || from_day || ' (' || label_en || ') to ' || until_day
        end as text_en,
        '{"kind":"' || change_kind || '","event_id":' || coalesce('"' || event_id || '"', 'null')
        || ',"event_type":' || coalesce('"' || event_type || '"', 'null')
        || ',"from":"' || from_day || '","until":' || coalesce('"' || cast(until_day as varchar) || '"', 'null')
        || ',"until_event_id":' || coalesce('"' || until_event_id || '"', 'null')
        || ',"extension":' || coalesce(cast(to_json(kind) as varchar), 'null') || ',"approver":' || coalesce(cast(to_json(approver) as varchar), 'null')
        || ',"days_held":' || case when until_day is null then 0 else held_days end
        || ',"article":' || coalesce('"' || article || '"', 'null')
        || ',"is_valid":' || case when void_reason is null then 'true' else 'false' end
        || ',"void_reason":' || coalesce('"' || void_reason || '"', 'null') || '}' as detail
    from labelled
),
final as (
    select
        clock_id,
        case_id,
        string_agg(case when void_reason is null then text_zh end, '' order by sort_at, event_id) as changes_zh,
        string_agg(case when void_reason is null then text_en end, '' order by sort_at, event_id) as changes_en,
        string_agg(case when void_reason is not null then text_zh end, '' order by sort_at, event_id) as void_zh,
        string_agg(case when void_reason is not null then text_en end, '' order by sort_at, event_id) as void_en,
        '[' || string_agg(detail, ',' order by sort_at, event_id) || ']' as changes_detail
    from worded
    group by clock_id, case_id
)
select * from final
