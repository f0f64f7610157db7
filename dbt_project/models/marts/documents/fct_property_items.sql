-- Grain: one seized thing or lot. Its free-text name stays in raw; the type says what it is.
-- Nuance: six months between the effective judgment and disposal are a choice of management, not of law.
with

parameters as (select * from {{ source('ledger', 'build_parameters') }}),

judgments as (
    select events.case_id, cast(max(events.occurred_at) as date) as judgment_effective_date
    from {{ ref('int_events_merged') }} as events
    cross join parameters
    where
        events.event_type = 'judgment_effective'
        and cast(events.occurred_at as date) <= parameters.as_of
    group by events.case_id
)

select
    items.property_no,
    cases.case_id,
    persons.person_id,
    records.unit_code,
    items.property_type_code,
    items.quantity,
    items.quantity_unit,
    items.value_yuan,
    items.seized_at,
    items.property_status_code,
    items.passed_on_at,
    items.receiving_agency_code,
    items.disposed_at,
    judgments.judgment_effective_date,
    case
        when
            {{ months_after('judgments.judgment_effective_date', 6) }} <= parameters.as_of
            and coalesce(cast(items.disposed_at as date), parameters.as_of + 1)
            > {{ months_after('judgments.judgment_effective_date', 6) }}
            then {{ months_after('judgments.judgment_effective_date', 6) }}
    end as disposal_overdue_date,
    items.recorded_at,
    items.source_table,
    items._source_file,
    items._source_row
from {{ ref('stg_police__property_items') }} as items
cross join parameters
left join {{ ref('int_case_components') }} as cases
    on {{ record_key('police', 'cases', 'items.case_no') }} = cases.record_key
left join {{ ref('stg_police__cases') }} as records on items.case_no = records.case_no
left join judgments on cases.case_id = judgments.case_id
left join {{ ref('int_person_components') }} as persons
    on {{ record_key('police', 'persons', 'items.person_no') }} = persons.person_key
