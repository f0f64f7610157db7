-- Grain: one person on one side of the case.
select
    person_id,
    role,
    side,
    masked_name,
    age_at_offence,
    charge_code,
    custody_status,
    arrest_decision,
    prosecution_decision,
    verdict,
    sentence_type,
    sentence_months,
    probation_months,
    fine_yuan
from fct_case_persons
where case_id = $case_id
order by seq
