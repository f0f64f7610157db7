-- Grain: one fixed term (detention or imprisonment) of one defendant in one judgment of first instance.
-- Nuance: what the case mix is explained by; previous convictions stay in raw and are no part of it, and there
-- is no judge. Juveniles are sentenced by other rules and left out.
select
    defendants.court_code,
    defendants.charge_code,
    defendants.court_case_id,
    defendants.defendant_seq,
    defendants.case_id,
    defendants.person_id,
    defendants.pronounced_date,
    defendants.sentence_months,
    defendants.probation_months,
    cast(defendants.amount_yuan as double) as amount_yuan,
    defendants.has_plea_leniency,
    defendants.has_surrendered,
    count(*) over (partition by defendants.court_case_id) as accused_count
from {{ ref('fct_trial_defendants') }} as defendants
where
    defendants.instance = 'first'
    and defendants.verdict = 'C10'
    and defendants.sentence_type in ('M20', 'M30')
    and defendants.sentence_months > 0
    and defendants.charge_code is not null
    and defendants.pronounced_date is not null
    and not defendants.is_juvenile
