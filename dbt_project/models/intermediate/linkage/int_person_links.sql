-- Grain: one pair of written persons with its probability of being one human, and what speaks against.
-- Nuance: the person model compares two writings; here counts where they stand. Within one case the
-- odds are a few suspects to one, not a city. Two of one list are two humans. What contradicts itself
-- is named and joins nobody, however many bits it has.
-- Belongs here: the decision on pairs. Keep out: clusters (int_person_components).
with

persons as (
    select
        features.person_key,
        features.record_key,
        features.is_victim_side,
        features.is_resident_no_valid,
        features.is_number_trusted,
        components.case_id
    from {{ ref('int_person_features') }} as features
    inner join {{ ref('int_case_components') }} as components
        on features.record_key = components.record_key
),

pairs as (
    select
        scored.*,
        left_persons.record_key as left_record,
        right_persons.record_key as right_record,
        left_persons.case_id = right_persons.case_id as is_same_case,
        left_persons.record_key = right_persons.record_key as is_same_record,
        left_persons.is_victim_side = right_persons.is_victim_side as is_same_side,
        not left_persons.is_victim_side and not right_persons.is_victim_side as is_accused,
        left_persons.is_resident_no_valid and right_persons.is_resident_no_valid as is_both_valid,
        left_persons.is_number_trusted and right_persons.is_number_trusted as is_both_trusted
    from {{ ref('int_person_pairs') }} as scored
    inner join persons as left_persons on scored.left_key = left_persons.person_key
    inner join persons as right_persons on scored.right_key = right_persons.person_key
),

judged as (
    select
        *,
        case
            when is_both_trusted and gamma_identity_no = 0 then 'two_valid_numbers'
            when
                is_both_valid and gamma_identity_no between 2 and 3
                and not (gamma_written_name >= 5 and gamma_birth_date <> 0) then 'twins'
            -- Two names of one generation, one birth date, one phone: a typing error, or two children.
            when
                gamma_identity_no = -1 and gamma_written_name between 0 and 3 and gamma_birth_date = 3
                and not (is_same_case and is_accused) then 'twins'
            when
                gamma_identity_no = 4 and gamma_written_name between 0 and 3
                and gamma_birth_date between 0 and 1 then 'anothers_number'
            when is_same_record and is_same_side and gamma_identity_no < 4 then 'one_list'
        end as contradiction,
        match_weight
        + case when is_same_case and is_accused and not is_same_record then {{ var('same_case_bits') }} else 0 end
            as weight_bits
    from pairs
),

-- Who of the child's people has nobody among the parent's, and the reverse.
used_links as (
    select
        least(left_key, right_key) as one_key,
        greatest(left_key, right_key) as other_key
    from {{ ref('int_case_links') }}
    where is_used
),

in_used_links as (
    select judged.*
    from judged
    inner join used_links
        on
            least(judged.left_record, judged.right_record) = used_links.one_key
            and greatest(judged.left_record, judged.right_record) = used_links.other_key
    where judged.is_accused
),

found as (
    select left_key as person_key, right_record as other_record
    from in_used_links
    where contradiction is null and weight_bits >= {{ var('standard_person_bits') }}
    union
    select right_key, left_record
    from in_used_links
    where contradiction is null and weight_bits >= {{ var('standard_person_bits') }}
),

left_over as (
    select
        in_used_links.*,
        count(*) over (partition by in_used_links.left_key, in_used_links.right_record)
            as left_choices,
        count(*) over (partition by in_used_links.right_key, in_used_links.left_record)
            as right_choices
    from in_used_links
    left join found as found_left
        on
            in_used_links.left_key = found_left.person_key
            and in_used_links.right_record = found_left.other_record
    left join found as found_right
        on
            in_used_links.right_key = found_right.person_key
            and in_used_links.left_record = found_right.other_record
    where found_left.person_key is null and found_right.person_key is null
),

-- The last on both sides are the same: everybody else is spoken for.
only_choices as (
    select left_key, right_key
    from left_over
    where left_choices = 1 and right_choices = 1 and contradiction is null
),

final as (
    select
        judged.left_key,
        judged.right_key,
        judged.match_weight,
        judged.is_same_case,
        judged.contradiction,
        only_choices.left_key is not null as is_only_choice,
        judged.gamma_identity_no,
        judged.gamma_written_name,
        judged.gamma_birth_date,
        judged.gamma_sex_code,
        judged.gamma_residence_region_code,
        judged.gamma_phone_hash,
        judged.weight_bits
        + case when only_choices.left_key is not null then {{ var('only_choice_bits') }} else 0 end
            as weight_bits
    from judged
    left join only_choices
        on judged.left_key = only_choices.left_key and judged.right_key = only_choices.right_key
)

select
    left_key,
    right_key,
    case
        when gamma_identity_no = 4 then 'identity_no'
        when gamma_identity_no >= 2 and gamma_written_name >= 4 then 'identity_no_mistyped'
        when is_only_choice then 'only_choice_in_case'
        when gamma_written_name >= 4 and gamma_birth_date >= 2 and is_same_case then 'name_and_birth_in_case'
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
    is_same_case,
    contradiction,
    is_only_choice,
    gamma_identity_no,
    gamma_written_name,
    gamma_birth_date,
    gamma_sex_code,
    gamma_residence_region_code,
    gamma_phone_hash
from final
where weight_bits >= {{ var('weakest_person_bits') }}
