-- Grain: one lawyer in one first-instance case of one judge, and of one police unit.
-- Nuance: retained and assigned counsel are told apart, duty lawyers are left out: they give advice in turn. A
-- client who comes back with the same lawyer to the same judge or unit counts once. Half-years are those of the
-- filing with the court. Holds numbers of officials in clear; only pseudonyms go on (int_counsel_matches).
with

trials as (
    select
        trials.court_case_id,
        trials.court_code,
        trials.judge_no,
        trials.filed_date,
        cases.case_id
    from {{ ref('stg_court__cases') }} as trials
    cross join {{ source('ledger', 'build_parameters') }} as parameters
    inner join {{ ref('int_case_components') }} as cases
        on {{ record_key('court', 'cases', 'trials.court_case_id') }} = cases.record_key
    where trials.trial_level = 1 and trials.filed_date <= parameters.as_of
),

counsels as (
    select
        trials.court_case_id,
        trials.case_id,
        trials.court_code,
        trials.judge_no,
        trials.court_code || '|' || extract(year from trials.filed_date) || '|'
        || case when extract(month from trials.filed_date) <= 6 then '1' else '2' end as court_half_year,
        places.unit_code,
        places.region_code,
        counsels.counsel_type_code,
        coalesce(counsels.licence_no, counsels.counsel_name || '|' || counsels.law_firm_name) as counsel_no,
        persons.person_id
    from trials
    inner join {{ ref('stg_court__case_defendants') }} as defendants
        on trials.court_case_id = defendants.court_case_id
    inner join {{ ref('stg_court__case_defendant_counsels') }} as counsels
        on
            defendants.court_case_id = counsels.court_case_id
            and defendants.person_seq = counsels.person_seq
    left join {{ ref('int_person_components') }} as persons
        on {{ record_key('court', 'cases', 'defendants.source_person_no') }} = persons.person_key
    left join {{ ref('int_case_places') }} as places on trials.case_id = places.case_id
    where counsels.counsel_type_code in ('10', '20')
),

kinds as (
    select
        'judge' as kind,
        court_half_year || '|' || counsel_type_code as stratum,
        judge_no as official,
        counsel_no as counsel,
        person_id,
        court_case_id,
        case_id,
        court_code as unit_code
    from counsels
    where judge_no is not null
    union all
    select
        'police_unit',
        court_half_year || '|' || coalesce(region_code, '') || '|' || counsel_type_code,
        unit_code,
        counsel_no,
        person_id,
        court_case_id,
        case_id,
        unit_code
    from counsels
    where unit_code is not null
),

clients as (
    select * from kinds
    where counsel is not null
    qualify row_number() over (
        partition by kind, official, counsel, coalesce(person_id, court_case_id) order by court_case_id
    ) = 1
),

-- Two accused of one case with one lawyer are one meeting.
final as (
    select kind, stratum, official, counsel, court_case_id as matter, case_id, unit_code
    from clients
    qualify row_number() over (partition by kind, official, counsel, court_case_id order by stratum) = 1
)

select * from final
