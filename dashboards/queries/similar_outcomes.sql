-- Grain: one accused in one of the given cases, with what became of them; sealed ones are not among them.
select
    persons.case_id,
    case
        when persons.verdict in ('C10', 'S10', 'S20') and persons.probation_months > 0 then 'probation'
        when persons.verdict in ('C10', 'S10', 'S20') and persons.sentence_months > 0 then 'imprisonment'
        when persons.verdict in ('C10', 'S10', 'S20') then 'other_sentence'
        when persons.verdict = 'C20' then 'acquitted'
        when persons.verdict is not null then 'other_verdict'
        when persons.prosecution_decision in ('P21', 'P22', 'P23', 'P24') then 'not_prosecuted'
        else 'pending'
    end as outcome,
    persons.sentence_months,
    persons.fine_yuan
from fct_case_persons as persons
where persons.side = 'accused' and persons.case_id in (select unnest($cases))
