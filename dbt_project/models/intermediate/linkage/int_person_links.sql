-- Grain: one pair of written persons with its probability of being one human, and whether it joins them.
-- Nuance: between cases a record knows what its namesakes within its own case know: courts write no
-- phone, but the police of the same case did.
-- Belongs here: the decision on pairs. Keep out: clusters (int_person_components).
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    pre_hook=["{{ forget_touched_pairs() }}", "{{ forget_weighed_pairs() }}"]
) }}
with

contexts as (
    select *
    from {{ ref('int_person_pair_contexts') }}
    where {{ is_across_cases() }}
),

in_case as (
    select * from {{ ref('int_person_case_links') }}
),

concerned as (
    select left_key as person_key from contexts
    union
    select right_key from contexts
),
{%- if is_incremental() %}

kept as (
    select left_key, right_key
    from {{ this }}
    where
        is_in_case and contradiction is null and weight_bits >= {{ var('standard_person_bits') }}
        and (
            left_key in (select concerned.person_key from concerned)
            or right_key in (select concerned.person_key from concerned)
        )
),
{%- endif %}

-- What is known of a person from the records of the case that are certainly the same person's; of cases that
-- this build does not look at, by the links that are kept.
neighbours as (
    select left_key as person_key, right_key as neighbour_key
    from in_case
    where contradiction is null and weight_bits >= {{ var('standard_person_bits') }}
    union all
    select right_key, left_key
    from in_case
    where contradiction is null and weight_bits >= {{ var('standard_person_bits') }}
    union all
    select person_key, person_key from concerned
    {%- if is_incremental() %}
    union all
    select left_key, right_key from kept
    union all
    select right_key, left_key from kept
    {%- endif %}
),

known as (
    select
        neighbours.person_key,
        max(case when neighbours.neighbour_key = neighbours.person_key then features.written_name end)
            as written_name,
        {{ only_value('features.phone_hash') }} as phone_hash,
        {{ only_value('features.residence_region_code') }} as residence_region_code,
        {{ only_value('case when features.is_number_trusted then features.identity_no end') }} as trusted_no
    from neighbours
    inner join {{ ref('int_person_features') }} as features on neighbours.neighbour_key = features.person_key
    group by neighbours.person_key
),

known_persons as (
    select
        known.*,
        coalesce(common_names.name_bits, 0) as name_bits
    from known
    left join {{ ref('int_person_common_names') }} as common_names
        on known.written_name = common_names.written_name and common_names.is_now
),

level_weights as (
    select comparison, weight_bits
    from {{ ref('int_person_model_levels') }}
    where level = 0 and comparison in ('phone_hash', 'residence_region_code')
),

across as (
    select
        contexts.*,
        contexts.match_weight
        + case
            when contexts.gamma_phone_hash = -1 and left_known.phone_hash <> right_known.phone_hash
                then phone_weights.weight_bits
            else 0
        end
        + case
            when
                contexts.gamma_residence_region_code = -1
                and left_known.residence_region_code <> right_known.residence_region_code
                then residence_weights.weight_bits
            else 0
        end
        - case
            when {{ is_weighed_by_name() }}
                then least(left_known.name_bits, right_known.name_bits)
            else 0
        end as weight_bits,
        contexts.gamma_identity_no = -1
        and coalesce(left_known.trusted_no <> right_known.trusted_no, false) as is_number_known_to_differ
    from contexts
    inner join known_persons as left_known on contexts.left_key = left_known.person_key
    inner join known_persons as right_known on contexts.right_key = right_known.person_key
    inner join level_weights as phone_weights on phone_weights.comparison = 'phone_hash'
    inner join level_weights as residence_weights
        on residence_weights.comparison = 'residence_region_code'
    where not (contexts.is_same_case and contexts.is_accused and not contexts.is_same_list)
),

pairs as (
    select
        left_key, right_key, weight_bits, contradiction, is_same_case, true as is_in_case, is_only_choice,
        gamma_identity_no, gamma_written_name, gamma_birth_date, gamma_sex_code,
        gamma_residence_region_code, gamma_phone_hash
    from in_case
    union all
    select
        left_key, right_key, weight_bits,
        case
            when contradiction is not null then contradiction
            when is_number_known_to_differ then 'two_valid_numbers'
        end,
        is_same_case, false, false,
        gamma_identity_no, gamma_written_name, gamma_birth_date, gamma_sex_code,
        gamma_residence_region_code, gamma_phone_hash
    from across
),

final as (
    select
        left_key,
        right_key,
        case
            when gamma_identity_no = 5 then 'identity_no'
            when gamma_identity_no >= 3 and gamma_written_name >= 4 then 'identity_no_mistyped'
            when is_only_choice then 'only_choice_in_case'
            when gamma_written_name >= 4 and gamma_birth_date >= 2 and is_same_case
                then 'name_and_birth_in_case'
            when gamma_written_name >= 4 and gamma_birth_date >= 2 then 'name_and_birth'
            when gamma_phone_hash = 1 then 'name_and_phone'
            when is_same_case then 'name_in_case'
            else 'likeness'
        end as link_method,
        round(1 / (1 + power(2.0, -weight_bits)), 5) as link_probability,
        weight_bits,
        -- The strictest threshold at which the link joins; NULL joins nobody.
        case
            when contradiction is not null then null
            when weight_bits >= {{ var('strict_person_bits') }} then 'strict'
            when weight_bits >= {{ var('standard_person_bits') }} then 'standard'
            when weight_bits >= {{ var('broad_person_bits') }} then 'broad'
        end as joins_at,
        contradiction,
        is_same_case,
        is_in_case,
        is_only_choice,
        gamma_identity_no,
        gamma_written_name,
        gamma_birth_date,
        gamma_sex_code,
        gamma_residence_region_code,
        gamma_phone_hash
    from pairs
    where weight_bits >= {{ var('weakest_person_bits') }}
)

select * from final
