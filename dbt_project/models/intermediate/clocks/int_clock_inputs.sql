-- Grain: one event of a case that this run counts; none when every case is counted, which reads all events
-- as they are.
-- Belongs here: the events of this run. Keep out: what they mean for clocks (int_clock_marks).
{{ config(materialized='table') }}
select events.*
from {{ ref('int_clock_events') }} as events
where {{ is_of_counted_case('events.case_id') }} and {{ counts_changed_cases() | lower }}
