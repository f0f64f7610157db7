select cases.*
from dim_cases as cases
where cases.case_id = $case_id
