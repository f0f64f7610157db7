-- Grain: one event as one delivered row tells of it, at the time that counts for clocks.
-- Nuance: what a document decides was decided before the document was entered, whatever date it bears: the
-- system's clock cannot be set by hand. Its service may come later.
-- Belongs here: that one correction. Keep out: the words of the rules (int_clock_events).
{{ config(materialized='view') }}
select
    event_id,
    case_id,
    person_id,
    agency,
    source_table,
    source_record_id,
    event_type,
    case
        when
            source_table = 'documents'
            and event_type not in ('family_notified', 'notice_served', 'indictment_served', 'announced')
            then least(occurred_at, recorded_at)
        else occurred_at
    end as occurred_at,
    recorded_at,
    attributes,
    event_number
from {{ ref('int_event_sources') }}
where case_id is not null
