-- Grain: one contradiction of one kind within the records of one human.
with

records as (
    select
        components.person_id,
        features.sex_code,
        features.birth_date,
        case when features.is_number_trusted then features.identity_no end as trusted_no,
        cast(records.opened_date as date) as opened_date
    from {{ ref('int_person_components') }} as components
    inner join {{ ref('int_person_features') }} as features
        on components.person_key = features.person_key
    left join {{ ref('int_case_records') }} as records on features.record_key = records.record_key
),

-- Sealed records (刑诉法 286) are nobody's to review.
sealed as (
    select person_id
    from {{ ref('fct_case_persons') }}
    where is_sealed and person_id is not null
),

humans as (
    select
        person_id,
        count(*) as record_count,
        count(distinct sex_code) as sex_count,
        count(distinct trusted_no) as number_count,
        count(distinct extract(year from birth_date)) as birth_year_count,
        bool_or(
            {{ days_between('birth_date', 'opened_date') }} < 0
            or {{ days_between('birth_date', 'opened_date') }} > 110 * 366
        ) as is_age_impossible
    from records
    where person_id not in (select person_id from sealed)
    group by person_id
),

final as (
    select person_id, 'two_sexes' as contradiction, record_count, sex_count as value_count
    from humans
    where sex_count > 1
    union all
    select person_id, 'two_valid_numbers', record_count, number_count
    from humans
    where number_count > 1
    union all
    select person_id, 'several_birth_years', record_count, birth_year_count
    from humans
    where birth_year_count > 1
    union all
    select person_id, 'impossible_age', record_count, 1
    from humans
    where is_age_impossible
)

select * from final
