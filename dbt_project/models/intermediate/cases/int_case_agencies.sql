-- Grain: one case, with which agencies' systems hold a record of it.
select
    case_id,
    bool_or(agency = 'police') as has_police_record,
    bool_or(source_table = 'arrest_review') as has_arrest_record,
    bool_or(source_table = 'prosecution_review') as has_prosecution_record,
    bool_or(agency = 'court') as has_court_record
from {{ ref('int_case_components') }}
group by case_id
