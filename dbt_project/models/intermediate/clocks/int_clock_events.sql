-- Grain: one event of one person (or of everybody in the case) that a clock can use.
-- Belongs here: the warehouse's events in the words of the rules (seeds/law). Keep out: counting.
select
    event_id,
    case_id,
    person_id,
    event_type,
    occurred_at,
    attributes,
    agency
from {{ ref('int_events_merged') }}
