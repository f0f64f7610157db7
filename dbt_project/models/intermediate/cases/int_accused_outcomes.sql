-- Grain: one accused human in one case: the latest word of every authority about them.
-- Belongs here: decisions, verdicts and sentences gathered over the agencies. Keep out: masking.
with

components as (
    select person_key, person_id, record_key from {{ ref('int_person_components') }}
),

cases as (select record_key, case_id from {{ ref('int_case_components') }}),

arrests as (
    select
        cases.case_id, components.person_id,
        suspects.arrest_decision_code, suspects.decided_date, suspects.recorded_at,
        suspects.source_person_no
    from {{ ref('stg_procuratorate__arrest_review_suspects') }} as suspects
    inner join components
        on {{ record_key('procuratorate', 'arrest_review', 'suspects.source_person_no') }} = components.person_key
    inner join cases on components.record_key = cases.record_key
    where suspects.arrest_decision_code is not null
    qualify row_number() over (
        partition by cases.case_id, components.person_id
        order by suspects.decided_date desc nulls last, suspects.recorded_at desc, suspects.source_person_no
    ) = 1
),

review_charges as (
    select
        source_record_id, person_seq,
        min(case when charge_kind = '移送' then charge_code end) as sent_charge_code,
        min(case when charge_kind = '认定' then charge_code end) as found_charge_code
    from (
        select * from {{ ref('stg_procuratorate__prosecution_review_charges') }}
        qualify row_number() over (
            partition by source_record_id, person_seq, charge_kind
            order by coalesce(is_main_charge, false) desc, item_seq
        ) = 1
    )
    group by source_record_id, person_seq
),

reviews as (
    select
        cases.case_id, components.person_id,
        suspects.prosecution_decision_code, suspects.decided_date, suspects.has_plea_leniency,
        suspects.is_juvenile, suspects.measure_code,
        review_charges.sent_charge_code, review_charges.found_charge_code
    from {{ ref('stg_procuratorate__prosecution_review_suspects') }} as suspects
    inner join components
        on {{ record_key('procuratorate', 'prosecution_review', 'suspects.source_person_no') }} = components.person_key
    inner join cases on components.record_key = cases.record_key
    left join review_charges
        on
            suspects.source_record_id = review_charges.source_record_id
            and suspects.person_seq = review_charges.person_seq
    qualify row_number() over (
        partition by cases.case_id, components.person_id
        order by suspects.decided_date desc nulls last, suspects.recorded_at desc, suspects.source_person_no
    ) = 1
),

court_charges as (
    select source_record_id, person_seq, charge_code
    from {{ ref('stg_court__case_defendant_charges') }}
    qualify row_number() over (partition by source_record_id, person_seq order by item_seq) = 1
),

trials as (
    select
        cases.case_id, components.person_id,
        court_cases.trial_level, court_cases.pronounced_date, court_cases.effective_date,
        defendants.custody_code, defendants.has_plea_leniency, defendants.verdict_code,
        defendants.sentence_type_code, defendants.sentence_months, defendants.probation_months,
        defendants.fine_yuan, defendants.has_surrendered, defendants.amount_yuan,
        court_charges.charge_code
    from {{ ref('stg_court__case_defendants') }} as defendants
    inner join {{ ref('stg_court__cases') }} as court_cases
        on defendants.court_case_id = court_cases.court_case_id
    inner join components
        on {{ record_key('court', 'cases', 'defendants.source_person_no') }} = components.person_key
    inner join cases on components.record_key = cases.record_key
    left join court_charges
        on
            defendants.source_record_id = court_charges.source_record_id
            and defendants.person_seq = court_charges.person_seq
    -- The last court that spoke is in force; while none spoke, the last one that took the case.
    qualify row_number() over (
        partition by cases.case_id, components.person_id
        order by
            court_cases.pronounced_date desc nulls last, court_cases.trial_level desc,
            court_cases.filed_date desc, defendants.source_person_no
    ) = 1
),

measures as (
    select
        cases.case_id, components.person_id, measures.measure_code, measures.ended_at
    from {{ ref('stg_police__measures') }} as measures
    inner join components
        on {{ record_key('police', 'persons', 'measures.person_no') }} = components.person_key
    inner join cases on components.record_key = cases.record_key
    qualify row_number() over (
        partition by cases.case_id, components.person_id
        order by measures.started_at desc, measures.measure_no desc
    ) = 1
),

everybody as (
    select case_id, person_id from arrests
    union
    select case_id, person_id from reviews
    union
    select case_id, person_id from trials
    union
    select case_id, person_id from measures
),

final as (
    select
        everybody.case_id,
        everybody.person_id,
        arrests.arrest_decision_code,
        reviews.prosecution_decision_code,
        reviews.is_juvenile,
        reviews.sent_charge_code,
        reviews.found_charge_code,
        trials.charge_code as convicted_charge_code,
        trials.verdict_code,
        trials.sentence_type_code,
        trials.sentence_months,
        trials.probation_months,
        trials.fine_yuan,
        trials.amount_yuan,
        trials.has_surrendered,
        trials.effective_date,
        coalesce(trials.has_plea_leniency, reviews.has_plea_leniency) as plea_leniency,
        -- Codes of list custody: 10 in custody, 20 bail, 30 residential surveillance, 40 none.
        case
            when trials.custody_code is not null then trials.custody_code
            when measures.measure_code is null then null
            when measures.ended_at is not null then '40'
            when measures.measure_code in ('04', '05') then '10'
            when measures.measure_code = '02' then '20'
            when measures.measure_code in ('03', '06') then '30'
            else '40'
        end as custody_status
    from everybody
    left join arrests on everybody.case_id = arrests.case_id and everybody.person_id = arrests.person_id
    left join reviews on everybody.case_id = reviews.case_id and everybody.person_id = reviews.person_id
    left join trials on everybody.case_id = trials.case_id and everybody.person_id = trials.person_id
    left join measures on everybody.case_id = measures.case_id and everybody.person_id = measures.person_id
)

select * from final
