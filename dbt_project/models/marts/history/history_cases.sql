-- Grain: one span of days of delivery in which one case was known to stand the same.
-- Nuance: identity is that of today; see the description.
select
    case_id,
    known_from,
    known_to,
    stage,
    is_closed,
    accepted_at,
    filed_at,
    first_event_at,
    last_event_at,
    cast(event_count as integer) as event_count
from {{ ref('int_case_versions') }}
