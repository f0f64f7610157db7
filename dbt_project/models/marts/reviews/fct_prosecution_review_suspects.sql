-- Grain: one suspect of one live prosecution review.
-- Nuance: as it stood on the day of judgement, so dates after it are NULL. What the court made of the
-- charge and of the recommended sentence is told by the first judgment about the same person and case.
with

parameters as (select * from {{ source('ledger', 'build_parameters') }}),

charges as (
    select
        case_no,
        person_seq,
        min(case when charge_kind = '移送' then charge_code end) as sent_charge_code,
        min(case when charge_kind = '认定' then charge_code end) as found_charge_code
    from (
        select * from {{ ref('stg_procuratorate__prosecution_review_charges') }}
        qualify row_number() over (
            partition by case_no, person_seq, charge_kind
            order by coalesce(is_main_charge, false) desc, item_seq
        ) = 1
    )
    group by case_no, person_seq
),

arrests as (
    select case_id, person_id, min(cast(started_at as date)) as arrested_date
    from {{ ref('fct_measures') }}
    where measure_code = '05'
    group by case_id, person_id
),

judgments as (
    select
        case_id, person_id, pronounced_date, verdict, charge_code, sentence_type, sentence_months,
        probation_months, appealed_date
    from {{ ref('fct_trial_defendants') }}
    where instance <> 'second' and pronounced_date is not null
    qualify row_number() over (
        partition by case_id, person_id order by pronounced_date, court_case_id, defendant_seq
    ) = 1
),

objections as (
    select case_id, cast(sent_at as date) as objected_date
    from {{ ref('fct_handoffs') }}
    where business_type = 'B307' and returned_at is null and case_id is not null
),

suspects as (
    select
        suspects.*,
        cases.case_id,
        persons.person_id,
        reviews.procuratorate_code,
        reviews.unit_code,
        reviews.suggested_procedure_code,
        charges.sent_charge_code,
        charges.found_charge_code,
        {{ as_judged('reviews.accepted_date') }} as judged_accepted_date,
        {{ as_judged('suspects.decided_date') }} as judged_decided_date,
        parameters.as_of
    from {{ ref('stg_procuratorate__prosecution_review_suspects') }} as suspects
    cross join parameters
    inner join {{ ref('stg_procuratorate__prosecution_reviews') }} as reviews
        on suspects.case_no = reviews.case_no
    left join charges
        on suspects.case_no = charges.case_no and suspects.person_seq = charges.person_seq
    left join {{ ref('int_case_components') }} as cases
        on {{ record_key('procuratorate', 'prosecution_review', 'suspects.case_no') }} = cases.record_key
    left join {{ ref('int_person_components') }} as persons
        on
            {{ record_key('procuratorate', 'prosecution_review', 'suspects.source_person_no') }}
            = persons.person_key
),

objected as (
    select suspects.case_no, suspects.item_seq, min(objections.objected_date) as objected_date
    from suspects
    inner join objections
        on suspects.case_id = objections.case_id and suspects.judged_decided_date <= objections.objected_date
    where
        suspects.prosecution_decision_code in ('P21', 'P22', 'P23')
        and objections.objected_date <= suspects.as_of
    group by suspects.case_no, suspects.item_seq
),

final as (
    select
        suspects.case_no as prosecution_review_no,
        cast(suspects.item_seq as integer) as suspect_seq,
        suspects.case_id,
        suspects.person_id,
        suspects.procuratorate_code,
        suspects.unit_code,
        coalesce(suspects.found_charge_code, suspects.sent_charge_code) as charge_code,
        suspects.sent_charge_code,
        suspects.found_charge_code,
        coalesce(suspects.is_juvenile, case_persons.is_juvenile, false) as is_juvenile,
        coalesce(suspects.measure_code in ('04', '05'), false) as is_in_custody,
        suspects.suggested_procedure_code,
        suspects.judged_accepted_date as accepted_date,
        suspects.judged_decided_date as decided_date,
        case when suspects.judged_decided_date is not null then suspects.prosecution_decision_code end
            as prosecution_decision,
        coalesce(suspects.has_plea_leniency, false) as has_plea_leniency,
        {{ as_judged('suspects.plea_signed_date') }} as plea_signed_date,
        coalesce(arrests.arrested_date <= suspects.judged_decided_date, false) as was_arrested,
        suspects.suggested_sentence_type_code is not null as has_recommendation,
        coalesce(
            suspects.suggested_minimum_months = suspects.suggested_maximum_months, false
        ) as is_recommendation_fixed,
        judgments.pronounced_date as judged_date,
        judgments.charge_code as convicted_charge_code,
        coalesce(judgments.appealed_date is not null, false) as is_appealed,
        case
            when suspects.suggested_sentence_type_code is null or judgments.verdict is null then null
            else coalesce(
                judgments.verdict = 'C10'
                and judgments.sentence_type = suspects.suggested_sentence_type_code
                and (
                    suspects.suggested_minimum_months is null
                    or judgments.sentence_months
                    between suspects.suggested_minimum_months
                    and coalesce(suspects.suggested_maximum_months, suspects.suggested_minimum_months)
                )
                and coalesce(suspects.is_probation_suggested, coalesce(judgments.probation_months, 0) > 0)
                = (coalesce(judgments.probation_months, 0) > 0),
                false
            )
        end as is_recommendation_adopted,
        objected.objected_date,
        suspects.recorded_at,
        suspects.source_table,
        suspects._source_file,
        suspects._source_row
    from suspects
    cross join parameters
    left join arrests
        on suspects.case_id = arrests.case_id and suspects.person_id = arrests.person_id
    left join judgments
        on suspects.case_id = judgments.case_id and suspects.person_id = judgments.person_id
    left join objected on suspects.case_no = objected.case_no and suspects.item_seq = objected.item_seq
    left join {{ ref('int_case_persons') }} as case_persons
        on
            suspects.case_id = case_persons.case_id
            and suspects.person_id = case_persons.person_id
            and case_persons.side = 'accused'
)

select * from final
