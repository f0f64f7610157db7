-- Grain: one number of the case in one agency.
select distinct agency, number_kind, number
from bridge_case_numbers
where case_id = $case_id
order by agency, number_kind, number
