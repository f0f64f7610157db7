-- Grain: one number of one agency that leads to exactly one case.
-- Belongs here: finding a case by a number that another agency quotes. Keep out: numbers that two
-- cases share; they prove nothing.
with

numbers as (
    select
        numbers.agency,
        numbers.number_kind,
        numbers.number_normalized,
        components.case_id
    from {{ ref('int_case_numbers') }} as numbers
    inner join {{ ref('int_case_components') }} as components
        on numbers.record_key = components.record_key
),

final as (
    select
        agency,
        number_kind,
        number_normalized,
        min(case_id) as case_id
    from numbers
    group by agency, number_kind, number_normalized
    having count(distinct case_id) = 1
)

select * from final
