-- Grain: one quoted number and the record that it most likely means.
-- Nuance: a number alone does not join records. Serials are dense, so one wrong digit names another
-- real case; unless somebody is named in both records the link is kept as doubtful and not used. So is
-- a number under which several records stand that neither persons, unit nor area tell apart.
-- Belongs here: exact linkage of cases. Probabilistic links join here as further link methods.
with

ranked as (
    select
        *,
        rank() over (
            partition by left_key, link_method, number_normalized
            order by
                coalesce(person_agreement, 1) desc,
                is_same_unit desc,
                is_same_region desc
        ) as place
    from {{ ref('int_case_link_candidates') }}
),

counted as (
    select
        *,
        count(*) over (partition by left_key, link_method, number_normalized) as best_count
    from ranked
    where place = 1
),

judged as (
    select
        left_key,
        right_key,
        link_method,
        number_normalized,
        person_agreement,
        is_same_unit,
        is_same_region,
        best_count as candidate_count,
        case
            when best_count > 1 then 0.20
            when link_method in ('police_merged', 'police_transferred') then 1.00
            when person_agreement >= 2 then 0.99
            when person_agreement = 1 then 0.90
            when person_agreement is null then 0.95
            else 0.30
        end as link_probability
    from counted
),

final as (
    select
        *,
        link_probability >= {{ var('case_link_threshold') }} as is_used
    from judged
)

select * from final
