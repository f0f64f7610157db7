-- Grain: one seized thing or lot. Its free-text name stays in raw; the type says what it is.
select
    items.property_no,
    cases.case_id,
    persons.person_id,
    items.property_type_code,
    items.quantity,
    items.quantity_unit,
    items.value_yuan,
    items.seized_at,
    items.property_status_code,
    items.passed_on_at,
    items.receiving_agency_code,
    items.disposed_at,
    items.recorded_at,
    items.source_table,
    items._source_file,
    items._source_row
from {{ ref('stg_police__property_items') }} as items
left join {{ ref('int_case_components') }} as cases
    on {{ record_key('police', 'cases', 'items.case_no') }} = cases.record_key
left join {{ ref('int_person_components') }} as persons
    on {{ record_key('police', 'persons', 'items.person_no') }} = persons.person_key
