-- Grain: one assessment commissioned before a decision.
select
    assessments.assessment_no,
    cases.case_id,
    persons.person_id,
    assessments.correction_type_code,
    assessments.unit_code,
    assessments.commissioned_date,
    assessments.received_date,
    assessments.completed_date,
    assessments.is_fast_track,
    case assessments.assessment_opinion when '适合' then true when '不适合' then false end as is_suitable,
    assessments.recorded_at,
    assessments.source_table,
    assessments._source_file,
    assessments._source_row
from {{ ref('stg_justice__assessments') }} as assessments
left join {{ ref('int_case_components') }} as cases
    on {{ record_key('justice', 'assessments', 'assessments.assessment_no') }} = cases.record_key
left join {{ ref('int_person_components') }} as persons
    on {{ record_key('justice', 'assessments', 'assessments.assessment_no') }} = persons.person_key
