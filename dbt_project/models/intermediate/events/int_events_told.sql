{{ config(materialized='view') }}

-- Grain: one event as one delivered row tells of it, all agencies in one shape.
-- Nuance: agencies' rows lead to their case and person by keys; rows of the platform and of
-- supervision matters carry the case that their numbers led to. A view, so that the history can ask
-- the same relation what earlier versions told (int_event_versions).
-- Belongs here: one shape for all agencies. Keep out: case and person, merging.
with

handoffs as (
    select source_record_id, channel_code, resend_of_flow_no
    from {{ ref('int_handoffs') }}
),

supervision as (
    select * from {{ ref('int_supervision_cases') }}
    where case_id is not null
),

told as (
    select * from {{ ref('int_events_police') }}
    union all
    select * from {{ ref('int_events_procuratorate') }}
    union all
    select * from {{ ref('int_events_court') }}
    union all
    select * from {{ ref('int_events_justice') }}
),

final as (
    select
        cast(null as varchar) as case_id, record_key, person_key, agency, source_table, source_record_id,
        event_type, unit_code, occurred_at, recorded_at, attributes, event_number,
        false as is_system_clock, _source_file, _source_row
    from told
    union all
    select
        events.case_id, null, null, events.agency, events.source_table, events.source_record_id,
        events.event_type, events.unit_code, events.occurred_at, events.recorded_at, events.attributes, 0,
        -- What the platform stamps itself cannot be edited; paper hand-offs are typed in afterwards, and
        -- what is sent again was sent before.
        coalesce(handoffs.channel_code = 'online' and handoffs.resend_of_flow_no is null, false), events._source_file, events._source_row
    from {{ ref('int_events_platform') }} as events
    left join handoffs on events.source_record_id = handoffs.source_record_id
    union all
    select
        case_id, null, null, agency, source_table, source_record_id, 'supervision_sent',
        supervised_unit_code, cast(sent_date as timestamp), recorded_at,
        {{ json_attributes({'kind': 'supervision_type_code', 'violation': 'violation_kind_code'}) }},
        0, false, _source_file, _source_row
    from supervision
    union all
    select
        case_id, null, null, agency, source_table, source_record_id, 'supervision_replied',
        supervised_unit_code, cast(replied_date as timestamp), recorded_at,
        {{ json_attributes({'adopted': 'is_adopted'}) }}, 1, false, _source_file, _source_row
    from supervision
    where replied_date is not null
)

select * from final
