-- Grain: one event of one case (and person, where it concerns one).
-- Nuance: `occurred_at` is what the agencies say happened, `recorded_at` when the system of the event's
-- own source says it was written; events after the day of judgement are kept here and counted nowhere.
-- Contradictions are kept and flagged; both sides stand in rev_event_contradictions.
with

contradicted as (
    select
        event_id,
        string_agg(distinct contradiction_kind, ',' order by contradiction_kind) as contradiction_kinds
    from (
        select first_event_id as event_id, contradiction_kind from {{ ref('int_event_contradictions') }}
        union
        select second_event_id, contradiction_kind from {{ ref('int_event_contradictions') }}
    )
    group by event_id
),

final as (
    select
        events.event_id,
        events.case_id,
        events.person_id,
        events.event_type,
        events.agency,
        events.unit_code,
        events.occurred_at,
        events.dated_by_agency,
        events.recorded_at,
        events.attributes,
        cast(events.source_count as integer) as source_count,
        contradicted.event_id is not null as is_contradicted,
        contradicted.contradiction_kinds,
        coalesce(persons.is_sealed, false) as is_sealed,
        events.source_table,
        events._source_file,
        events._source_row
    from {{ ref('int_events_merged') }} as events
    left join contradicted on events.event_id = contradicted.event_id
    left join {{ ref('int_case_persons') }} as persons
        on
            events.case_id = persons.case_id
            and events.person_id = persons.person_id
            and persons.side = 'accused'
)

select * from final
