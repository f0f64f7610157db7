-- Grain: one fixed term (detention or imprisonment) of one defendant in one judgment of first instance.
-- Nuance: what the case mix is explained by; previous convictions stay in raw and are no part of it, and there
-- is no judge. Juveniles are sentenced by other rules and left out. As fct_trial_defendants says it, which is made of more.
with

parameters as (select * from {{ source('ledger', 'build_parameters') }}),

trials as (
    select
        trials.court_case_id,
        trials.court_code,
        cases.case_id,
        {{ as_judged('trials.pronounced_date') }} as pronounced_date
    from {{ ref('stg_court__cases') }} as trials
    cross join parameters
    left join {{ ref('int_case_components') }} as cases
        on {{ record_key('court', 'cases', 'trials.court_case_id') }} = cases.record_key
    where trials.case_kind = '刑初'
),

charges as (
    select court_case_id, person_seq, charge_code
    from {{ ref('stg_court__case_defendant_charges') }}
    qualify row_number() over (partition by court_case_id, person_seq order by item_seq) = 1
),

final as (
    select
        trials.court_code,
        charges.charge_code,
        defendants.court_case_id,
        cast(defendants.item_seq as integer) as defendant_seq,
        trials.case_id,
        persons.person_id,
        trials.pronounced_date,
        cast(defendants.sentence_months as integer) as sentence_months,
        cast(defendants.probation_months as integer) as probation_months,
        cast(defendants.amount_yuan as double) as amount_yuan,
        defendants.has_plea_leniency,
        coalesce(defendants.has_surrendered, false) as has_surrendered,
        count(*) over (partition by defendants.court_case_id) as accused_count
    from {{ ref('stg_court__case_defendants') }} as defendants
    inner join trials on defendants.court_case_id = trials.court_case_id
    inner join charges
        on defendants.court_case_id = charges.court_case_id and defendants.person_seq = charges.person_seq
    left join {{ ref('int_person_components') }} as persons
        on {{ record_key('court', 'cases', 'defendants.source_person_no') }} = persons.person_key
    left join {{ ref('int_case_persons') }} as case_persons
        on
            trials.case_id = case_persons.case_id
            and persons.person_id = case_persons.person_id
            and case_persons.side = 'accused'
    where
        defendants.verdict_code = 'C10'
        and defendants.sentence_type_code in ('M20', 'M30')
        and defendants.sentence_months > 0
        and charges.charge_code is not null
        and trials.pronounced_date is not null
        and not coalesce(case_persons.is_juvenile, false)
)

select * from final
