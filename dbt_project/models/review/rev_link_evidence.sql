-- Grain: one piece of evidence about one pair of records in review.
-- Belongs here: outcomes of comparisons in words. Keep out: what was compared (names and numbers stay in
-- the warehouse).
with

case_pairs as (
    select pair_id, record_a, record_b
    from {{ ref('rev_case_links') }}
),

case_evidence as (
    select
        case_pairs.pair_id,
        found.evidence,
        found.level,
        weights.label_zh,
        weights.label_en,
        found.weight_bits
    from case_pairs
    inner join {{ ref('int_case_link_evidence') }} as found
        on
            case_pairs.record_a = least(found.left_key, found.right_key)
            and case_pairs.record_b = greatest(found.left_key, found.right_key)
    inner join {{ ref('case_link_weights') }} as weights
        on found.evidence = weights.evidence and found.level = weights.level
    where found.evidence <> 'prior'
),

person_pairs as (
    select
        reviewed.pair_id,
        found.*
    from {{ ref('rev_person_links') }} as reviewed
    inner join {{ ref('int_person_links') }} as found
        on reviewed.record_a = found.left_key and reviewed.record_b = found.right_key
),

levels as (
    select pair_id, 'identity_no' as comparison, gamma_identity_no as level from person_pairs
    union all
    select pair_id, 'written_name', gamma_written_name from person_pairs
    union all
    select pair_id, 'birth_date', gamma_birth_date from person_pairs
    union all
    select pair_id, 'sex_code', gamma_sex_code from person_pairs
    union all
    select pair_id, 'residence_region_code', gamma_residence_region_code from person_pairs
    union all
    select pair_id, 'phone_hash', gamma_phone_hash from person_pairs
    union all
    -- Where the two stand, which the likeness itself does not say.
    select pair_id, 'same_case', 1 from person_pairs
    where is_same_case
    union all
    select pair_id, 'only_choice', 1 from person_pairs
    where is_only_choice
),

person_evidence as (
    select
        levels.pair_id,
        levels.comparison as evidence,
        cast(levels.level as varchar) as level,
        labels.label_zh,
        labels.label_en,
        case levels.comparison
            when 'same_case' then {{ var('same_case_bits') }}
            when 'only_choice' then {{ var('only_choice_bits') }}
            else coalesce(weights.weight_bits, 0)
        end as weight_bits
    from levels
    inner join {{ ref('person_comparison_labels') }} as labels
        on levels.comparison = labels.comparison and levels.level = labels.level
    left join {{ ref('int_person_model_levels') }} as weights
        on levels.comparison = weights.comparison and levels.level = weights.level
),

final as (
    select
        'case' as entity, pair_id, evidence, level, label_zh, label_en, cast(weight_bits as double) as weight_bits
    from case_evidence
    union all
    select 'person', pair_id, evidence, level, label_zh, label_en, cast(weight_bits as double)
    from person_evidence
)

select * from final
