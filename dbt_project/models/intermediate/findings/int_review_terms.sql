-- Grain: one cycle of the review for prosecution of one suspect that has an end: its last day, and when it closed.
-- Belongs here: what two rules about borrowed time ask of the clocks. Keep out: the rules.
select
    clock_id,
    case_id,
    {{ clock_person('person_key') }} as person_id,
    cast(due_at as date) as counted_due_day,
    cast(ended_at as date) as closed_day
from {{ ref('int_clock_explanations') }}
where
    rule_id in ('prosecution_review_ordinary', 'prosecution_review_fast_track')
    and due_at is not null
    and ended_at is not null
