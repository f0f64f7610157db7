-- Grain: one delivered row that writes of one person of the case.
select distinct
    person_id,
    agency,
    source_table,
    _source_file,
    _source_row
from bridge_person_records
where case_id = $case_id
order by person_id, _source_file, _source_row
