-- Grain: one event of one person (`person_no`, int_clock_persons) in one part it plays in a rule.
-- Nuance: `thread_no` stands for person and rule: what happens in one thread turns one clock.
-- `counted_at` is the moment from which or to which is counted: the date that the event names (a hearing,
-- the expiry of a term), the posting date of a mailed document (刑诉法 105③), else when it happened.
-- Belongs here: the parts in words. Keep out: who plays which (int_clock_numbered_marks).
{{ config(materialized='view') }}
select
    -- Rules are a few hundred.
    marks.person_no * 10000 + roles.rule_no as thread_no,
    marks.person_no,
    roles.rule_id,
    case when marks.is_pending then 'pending_start' else roles.role end as role,
    roles.role_rank,
    roles.direction,
    marks.event_id,
    roles.event_type,
    marks.occurred_at,
    marks.has_time,
    marks.counted_at,
    marks.sort_at,
    marks.judged_at,
    marks.attributes
from {{ ref('int_clock_numbered_marks') }} as marks
inner join {{ ref('int_clock_roles') }} as roles on marks.role_no = roles.role_no
