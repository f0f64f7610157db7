-- Grain: one pair of accused persons of two records of one case that this build looks at, as a whole.
-- Nuance: within one case the odds are a few suspects to one, not a city (same_case_bits). Where one
-- record came from the other and everybody else is spoken for, the last two are one
-- (only_choice_bits): so people whom nobody could name at first are found.
-- Belongs here: who is who within a case. Keep out: other cases (int_person_links).
with

pairs as (
    select
        *,
        match_weight + {{ var('same_case_bits') }} as case_bits
    from {{ ref('int_person_pair_contexts') }}
    where not {{ is_across_cases() }}
),

used_links as (
    select
        least(left_key, right_key) as one_key,
        greatest(left_key, right_key) as other_key
    from {{ ref('int_case_links') }}
    where is_used
),

along_links as (
    select pairs.*
    from pairs
    inner join used_links
        on
            least(pairs.left_record, pairs.right_record) = used_links.one_key
            and greatest(pairs.left_record, pairs.right_record) = used_links.other_key
),

found as (
    select left_key as person_key, right_record as other_record
    from along_links
    where contradiction is null and case_bits >= {{ var('standard_person_bits') }}
    union
    select right_key, left_record
    from along_links
    where contradiction is null and case_bits >= {{ var('standard_person_bits') }}
),

left_over as (
    select
        along_links.left_key,
        along_links.right_key,
        along_links.contradiction,
        count(*) over (partition by along_links.left_key, along_links.right_record) as left_choices,
        count(*) over (partition by along_links.right_key, along_links.left_record) as right_choices
    from along_links
    left join found as found_left
        on
            along_links.left_key = found_left.person_key
            and along_links.right_record = found_left.other_record
    left join found as found_right
        on
            along_links.right_key = found_right.person_key
            and along_links.left_record = found_right.other_record
    where found_left.person_key is null and found_right.person_key is null
),

only_choices as (
    select left_key, right_key
    from left_over
    where left_choices = 1 and right_choices = 1 and contradiction is null
),

final as (
    select
        pairs.* exclude (case_bits),
        only_choices.left_key is not null as is_only_choice,
        pairs.case_bits
        + case when only_choices.left_key is not null then {{ var('only_choice_bits') }} else 0 end
            as weight_bits
    from pairs
    left join only_choices
        on pairs.left_key = only_choices.left_key and pairs.right_key = only_choices.right_key
)

select * from final
