-- Grain: one case that the police know, with what like cases are found by.
-- Nuance: the text is masked (models/similarity); it is missing where the case has a sealed juvenile.
-- `document_no` numbers the decided cases, in whose words fct_case_terms is kept; it changes with every build.
with

outcomes as (
    select
        case_id,
        count(*) as accused_count,
        bool_or(coalesce(plea_leniency, false)) as has_plea,
        bool_or(coalesce(has_surrendered, false)) as has_surrendered,
        bool_or(
            verdict_code is not null
            or coalesce(prosecution_decision_code, '') in ('P21', 'P22', 'P23', 'P24')
        ) as is_decided
    from {{ ref('int_case_persons') }}
    where side = 'accused'
    group by case_id
),

profiles as (
    select
        facts.case_id,
        cases.lead_charge_code as charge_code,
        facts.region_code,
        extract(year from facts.accepted_at) as accepted_year,
        facts.premises_code,
        facts.amount_yuan,
        facts.modus_codes,
        words.masked as facts_masked,
        words.tools,
        words.goods,
        words.terms,
        coalesce(outcomes.accused_count, 0) as accused_count,
        coalesce(outcomes.has_plea, false) as has_plea,
        coalesce(outcomes.has_surrendered, false) as has_surrendered,
        coalesce(outcomes.is_decided, false) as is_decided
    from {{ ref('int_case_facts') }} as facts
    inner join {{ ref('dim_cases') }} as cases on facts.case_id = cases.case_id
    left join {{ ref('int_case_words') }} as words on facts.text_key = words.text_key
    left join outcomes on facts.case_id = outcomes.case_id
),

final as (
    select
        case_id,
        charge_code,
        region_code,
        cast(accepted_year as integer) as accepted_year,
        premises_code,
        amount_yuan,
        modus_codes,
        facts_masked,
        tools,
        goods,
        terms,
        cast(accused_count as integer) as accused_count,
        has_plea,
        has_surrendered,
        is_decided,
        case
            when is_decided and terms is not null and charge_code is not null
                then cast(row_number() over (
                    partition by is_decided and terms is not null and charge_code is not null order by case_id
                ) as integer)
        end as document_no
    from profiles
)

select * from final
