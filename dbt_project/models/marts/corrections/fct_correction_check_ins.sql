-- Grain: one live row of the justice bureau's sheet of correction check ins.
select
    items.check_in_no,
    items.correction_no,
    cases.case_id,
    persons.person_id,
    items.due_date,
    items.reported_date,
    items.recorded_at,
    items.source_table,
    items._source_file,
    items._source_row
from {{ ref('stg_justice__check_ins') }} as items
left join {{ ref('int_case_components') }} as cases
    on {{ record_key('justice', 'subjects', 'items.correction_no') }} = cases.record_key
left join {{ ref('int_person_components') }} as persons
    on {{ record_key('justice', 'subjects', 'items.correction_no') }} = persons.person_key
