-- Grain: one person as written by one agency, with the human at each threshold.
select
    persons.agency,
    persons.source_table,
    persons.source_record_id,
    persons.source_person_no,
    cases.case_id,
    persons.person_id,
    persons.person_id_strict,
    persons.person_id_broad
from {{ ref('int_person_components') }} as persons
left join {{ ref('int_case_components') }} as cases on persons.record_key = cases.record_key
