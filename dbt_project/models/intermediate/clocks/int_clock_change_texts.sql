-- Grain: one cycle of one clock that something lengthened, or failed to.
-- Belongs here: extensions, suspensions and void restarts of a cycle in words and as JSON. Keep out: the
-- rest of the explanation (int_clock_explanations).
{{ config(materialized='table') }}
{%- set faults = {
    'unknown_kind': ('法律没有规定这种延长', 'no rule knows this kind of extension'),
    'no_extension': ('本期限不得延长', 'the law gives this term no extension'),
    'not_in_force': ('批准时该规定尚未施行', 'the provision was not in force'),
    'wrong_approver': ('批准机关无权批准', 'granted by an organ without the power'),
    'wrong_ground': ('事由不属于法定情形', 'not on a ground that the law lists'),
    'wrong_length': ('延长时间超出法定幅度或者未载明', 'length outside the law or not stated'),
    'out_of_order': ('未按法定顺序延长', 'out of the order of the law'),
    'granted_before': ('本次计算中已经延长过', 'granted before in this cycle'),
    'too_late': ('作出时期限已经届满', 'after the term had run out'),
} %}
with

changes as (
    select
        *,
        case void_reason
            {%- for fault, texts in faults.items() %}
            when '{{ fault }}' then '{{ texts[0] }}'
            {%- endfor %}
        end as fault_zh,
        case void_reason
            {%- for fault, texts in faults.items() %}
            when '{{ fault }}' then '{{ texts[1] }}'
            {%- endfor %}
        end as fault_en
    from {{ ref('int_clock_changes') }}
    where
        (change_kind <> 'restart_while_running' or void_reason is not null)
        and {{ is_of_counted_case('case_id') }}
),

labelled as (
    select
        changes.*,
        coalesce(types.label_zh, changes.event_type) as label_zh,
        coalesce(types.label_en, changes.event_type) as label_en,
        coalesce(approvers.label_zh, changes.approver, '办案机关') as approver_zh,
        coalesce(approvers.label_en, changes.approver, 'the handling organ') as approver_en
    from changes
    left join {{ ref('event_types') }} as types on changes.event_type = types.event_type
    left join {{ ref('clock_approvers') }} as approvers on changes.approver = approvers.approver
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
                    || {{ length_zh('months', 'days', 'hours', "''") }}
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
                    || {{ length_en('months', 'days', 'hours', "''") }} || ' by the ' || approver_en || ' on '
                    || from_day
            when change_kind = 'extension'
                then '; extension (' || coalesce(kind, 'no kind') || ') of ' || from_day || ' is void: ' || fault_en
            when void_reason is not null
                then '; ' || label_en || ' on ' || from_day || ' came after the end and stops nothing'
            when until_day is null then ', not counted since ' || from_day || ' (' || label_en || ')'
            else ', ' || held_days || ' d not counted from ' || from_day || ' (' || label_en || ') to ' || until_day
        end as text_en,
        '{"kind":"' || change_kind || '","event_id":' || {{ json_plain('event_id') }}
        || ',"event_type":' || {{ json_plain('event_type') }}
        || ',"from":"' || from_day || '","until":' || {{ json_plain('cast(until_day as varchar)') }}
        || ',"until_event_id":' || {{ json_plain('until_event_id') }}
        || ',"extension":' || {{ json_value('kind') }} || ',"approver":' || {{ json_value('approver') }}
        || ',"days_held":' || case when until_day is null then 0 else held_days end
        || ',"article":' || {{ json_plain('article') }}
        || ',"is_valid":' || case when void_reason is null then 'true' else 'false' end
        || ',"void_reason":' || {{ json_plain('void_reason') }} || '}' as detail
    from labelled
),

final as (
    select
        clock_id,
        case_id,
        {{ joined_text('case when void_reason is null then text_zh end', '', 'sort_at, event_id') }} as changes_zh,
        {{ joined_text('case when void_reason is null then text_en end', '', 'sort_at, event_id') }} as changes_en,
        {{ joined_text('case when void_reason is not null then text_zh end', '', 'sort_at, event_id') }} as void_zh,
        {{ joined_text('case when void_reason is not null then text_en end', '', 'sort_at, event_id') }} as void_en,
        '[' || {{ joined_text('detail', ',', 'sort_at, event_id') }} || ']' as changes_detail
    from worded
    group by clock_id, case_id
)

select * from final
