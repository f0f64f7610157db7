-- Grain: one number of the case itself (not of its documents) in one agency.
select agency, number_kind, number
from bridge_case_numbers
where case_id = $case_id and number_kind in ('case_no', 'indictment_no')
order by agency = 'police' desc, number_kind, number
