-- Grain: one event as one delivered row tells of it, with the event (fact) it belongs to.
-- Nuance: rows of one case that tell of the same kind of event, for the same person, on the same day
-- are one fact with several sources; rows that disagree by a day or more are kept apart, because a
-- contradiction between agencies is information, not noise.
-- Belongs here: case, person and fact of every told event. Keep out: choosing what the fact says.
with

told as (
    select * from {{ ref('int_events_police') }}
    union all
    select * from {{ ref('int_events_procuratorate') }}
    union all
    select * from {{ ref('int_events_court') }}
    union all
    select * from {{ ref('int_events_justice') }}
),

with_case as (
    select
        components.case_id,
        persons.person_id,
        told.*
    from told
    inner join {{ ref('int_case_components') }} as components
        on told.record_key = components.record_key
    left join {{ ref('int_person_components') }} as persons
        on told.person_key = persons.person_key
),

supervision as (
    select * from {{ ref('int_supervision_cases') }}
    where case_id is not null
),

everything as (
    select
        case_id, person_id, agency, source_table, source_record_id, event_type, unit_code,
        occurred_at, recorded_at, attributes, event_number, _source_file, _source_row
    from with_case
    union all
    select
        case_id, null, agency, source_table, source_record_id, event_type, unit_code,
        occurred_at, recorded_at, attributes, 0, _source_file, _source_row
    from {{ ref('int_events_platform') }}
    union all
    select
        case_id, null, agency, source_table, source_record_id, 'supervision_sent',
        supervised_unit_code, cast(sent_date as timestamp), recorded_at,
        {{ json_attributes({'kind': 'supervision_type_code', 'violation': 'violation_kind_code'}) }},
        0, _source_file, _source_row
    from supervision
    union all
    select
        case_id, null, agency, source_table, source_record_id, 'supervision_replied',
        supervised_unit_code, cast(replied_date as timestamp), recorded_at,
        {{ json_attributes({'adopted': 'is_adopted'}) }}, 1, _source_file, _source_row
    from supervision
    where replied_date is not null
),

final as (
    select
        {{ hashed_id('E', ['case_id', 'event_type', 'person_id', 'cast(occurred_at as date)', "case when event_type in ('seized', 'property_passed_on', 'property_released', 'property_disposed', 'hearing_date', 'hearing_scheduled', 'hearing_cancelled', 'interrogation', 'inquiry', 'supervision_sent', 'supervision_replied', 'correction_sanctioned') then source_record_id || '#' || cast(event_number as varchar) end"]) }} as event_id,
        *
    from everything
)

select * from final
