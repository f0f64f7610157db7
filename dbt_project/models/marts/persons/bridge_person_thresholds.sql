-- Grain: one person as written by one agency, with the human at each threshold.
select
    agency,
    source_table,
    source_record_id,
    source_person_no,
    person_id,
    person_id_strict,
    person_id_broad
from {{ ref('int_person_components') }}
