-- Grain: one fixed term of one defendant in a judgment of first instance, with what like cases let expect.
-- Nuance: `unusualness` counts standard deviations from the term expected for this mix, court and half-year. A far
-- one is a reason to read the case, never a finding about a judge.
select
    cast(court_case_id as varchar) as court_case_id,
    cast(defendant_seq as integer) as defendant_seq,
    cast(case_id as varchar) as case_id,
    cast(person_id as varchar) as person_id,
    cast(court_code as varchar) as court_code,
    cast(charge_code as varchar) as charge_code,
    cast(pronounced_date as date) as pronounced_date,
    cast(sentence_months as integer) as sentence_months,
    cast(probation_months as integer) as probation_months,
    cast(expected_months as double) as expected_months,
    cast(unusualness as double) as unusualness,
    cast(charge_sentence_count as integer) as charge_sentence_count
from {{ ref('int_sentence_fits') }}
