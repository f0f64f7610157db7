-- Grain: one person in one role in the case.
select persons.*
from fct_case_persons as persons
where persons.case_id = $case_id
order by persons.seq, persons.person_id
