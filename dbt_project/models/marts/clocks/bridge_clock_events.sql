-- Grain: one event that played a part in one cycle of one clock.
-- Nuance: void extensions and suspensions that came too late are here too: they were claimed to count.
{{ config(materialized='view') }}
select
    clock_id,
    event_id,
    part,
    case_id,
    {{ clock_person('person_key') }} as person_id
from {{ ref('int_clock_event_parts') }}
