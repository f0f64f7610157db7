-- Grain: one coercive measure against one suspect; `ended_at` NULL = running or forgotten.
select
    measures.measure_no,
    cases.case_id,
    persons.person_id,
    measures.measure_code,
    measures.unit_code,
    measures.started_at,
    measures.ended_at,
    measures.measure_end_code,
    measures.detention_limit_code,
    measures.original_due_date,
    measures.approving_agency_code,
    measures.detention_house_code,
    measures.admitted_at,
    measures.discharged_at,
    measures.guarantee_code,
    measures.bail_yuan,
    measures.recorded_at,
    measures.source_table,
    measures._source_file,
    measures._source_row
from {{ ref('stg_police__measures') }} as measures
left join {{ ref('int_case_components') }} as cases
    on {{ record_key('police', 'cases', 'measures.case_no') }} = cases.record_key
left join {{ ref('int_person_components') }} as persons
    on {{ record_key('police', 'persons', 'measures.person_no') }} = persons.person_key
