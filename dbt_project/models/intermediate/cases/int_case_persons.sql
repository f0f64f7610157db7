-- Grain: one human in one side of one case: accused, victim or reporter.
-- Nuance: suspect, defendant and convict are one side; `role` is the furthest of them. Persons that a
-- justice bureau assessed before sentence are accused as well.
-- Belongs here: who takes part, in masked form, with charge, age and the sealing rule of 刑诉法 286
-- (under 18 at the offence, sentenced to five years or less). Keep out: anything unmasked.
with

written as (
    select
        cases.case_id,
        components.person_id,
        persons.*,
        case when persons.is_victim_side then persons.person_role else 'accused' end as side,
        case persons.person_role
            when 'convict' then 4 when 'defendant' then 3 when 'assessed' then 2 else 1
        end as role_rank
    from {{ ref('int_person_records') }} as persons
    inner join {{ ref('int_person_components') }} as components
        on persons.person_key = components.person_key
    inner join {{ ref('int_case_components') }} as cases on persons.record_key = cases.record_key
),

persons as (
    select
        case_id,
        person_id,
        side,
        max(role_rank) as role_rank,
        min(person_key) as first_person_key,
        min(case when masked_name <> '无名氏' then masked_name end) as masked_name,
        max(case when sex_code <> '9' then sex_code end) as sex_code,
        min(birth_date) as birth_date,
        count(distinct agency) as agency_count
    from written
    group by case_id, person_id, side
),

offences as (
    select
        components.case_id,
        min(coalesce(cases.offence_started_at, cases.offence_ended_at, cases.accepted_at)) as offended_at
    from {{ ref('stg_police__cases') }} as cases
    inner join {{ ref('int_case_components') }} as components
        on {{ record_key('police', 'cases', 'cases.case_no') }} = components.record_key
    group by components.case_id
),

police_charges as (
    select
        cases.case_id,
        components.person_id,
        min(persons.charge_code) as charge_code
    from {{ ref('stg_police__persons') }} as persons
    inner join {{ ref('int_person_components') }} as components
        on {{ record_key('police', 'persons', 'persons.person_no') }} = components.person_key
    inner join {{ ref('int_case_components') }} as cases on components.record_key = cases.record_key
    where persons.person_role_code = '01'
    group by cases.case_id, components.person_id
),

joined as (
    select
        persons.case_id,
        persons.person_id,
        persons.side,
        case
            when persons.side <> 'accused' then persons.side
            when outcomes.verdict_code in ('C10', 'C11', 'S10', 'S20') and outcomes.effective_date is not null
                then 'convict'
            when persons.role_rank = 4 then 'convict'
            when persons.role_rank = 3 then 'defendant'
            else 'suspect'
        end as role,
        row_number() over (
            partition by persons.case_id
            order by persons.side <> 'accused', persons.side, persons.first_person_key
        ) as seq,
        coalesce(persons.masked_name, '无名氏') as masked_name,
        coalesce(persons.sex_code, '9') as sex_code,
        persons.birth_date,
        persons.agency_count,
        case
            when persons.side = 'accused'
                then {{ full_years('persons.birth_date', 'cast(offences.offended_at as date)') }}
        end as age_at_offence,
        case
            when persons.side = 'accused'
                then coalesce(
                    outcomes.convicted_charge_code, outcomes.found_charge_code,
                    outcomes.sent_charge_code, police_charges.charge_code
                )
        end as charge_code,
        outcomes.* exclude (case_id, person_id, is_juvenile),
        outcomes.is_juvenile as is_marked_juvenile
    from persons
    left join offences on persons.case_id = offences.case_id
    left join {{ ref('int_accused_outcomes') }} as outcomes
        on
            persons.side = 'accused'
            and persons.case_id = outcomes.case_id
            and persons.person_id = outcomes.person_id
    left join police_charges
        on
            persons.side = 'accused'
            and persons.case_id = police_charges.case_id
            and persons.person_id = police_charges.person_id
),

final as (
    select
        *,
        side = 'accused' and coalesce(age_at_offence < 18, is_marked_juvenile, false) as is_juvenile,
        side = 'accused'
        and coalesce(age_at_offence < 18, is_marked_juvenile, false)
        and {{ is_sealed_sentence('verdict_code', 'sentence_type_code', 'sentence_months') }} as is_sealed
    from joined
)

select * from final
