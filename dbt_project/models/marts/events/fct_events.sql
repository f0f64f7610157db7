-- Grain: one event of one case (and person, where it concerns one).
-- Nuance: `occurred_at` is what the agency says happened, `recorded_at` when its system says it was
-- written; events after the day of judgement are kept here and counted nowhere.
select
    events.event_id,
    events.case_id,
    events.person_id,
    events.event_type,
    events.agency,
    events.unit_code,
    events.occurred_at,
    events.recorded_at,
    events.attributes,
    cast(events.source_count as integer) as source_count,
    coalesce(persons.is_sealed, false) as is_sealed,
    events.source_table,
    events._source_file,
    events._source_row
from {{ ref('int_events_merged') }} as events
left join {{ ref('int_case_persons') }} as persons
    on
        events.case_id = persons.case_id
        and events.person_id = persons.person_id
        and persons.side = 'accused'
