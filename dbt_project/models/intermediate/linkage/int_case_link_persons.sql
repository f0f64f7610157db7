-- Grain: one candidate pair of records with how far the people of the child are those of the parent.
-- Nuance: the person model says how much two written persons are alike; here only its bits count, not
-- its prior, because two records that may be one matter were found already. Somebody of whom neither
-- name nor number is written is nobody. Between a court and the justice bureau one of many is enough.
-- Belongs here: people in common. Keep out: numbers and days (int_case_link_evidence).
with

known as (
    select person_key, record_key
    from {{ ref('int_person_features') }}
    where not is_victim_side and (written_name is not null or identity_no is not null)
),

counted as (
    select record_key, count(*) as person_count
    from known
    group by record_key
),

-- Per person of the child the best likeness among the parent's people; 16 bits of prior are taken back.
both_ways as (
    select left_key as parent_person, right_key as child_person, match_weight
    from {{ ref('int_person_pairs') }}
    union all
    select right_key, left_key, match_weight
    from {{ ref('int_person_pairs') }}
),

best as (
    select
        candidates.left_key,
        candidates.right_key,
        children.person_key,
        max(both_ways.match_weight) + 16 as best_bits
    from {{ ref('int_case_link_candidates') }} as candidates
    inner join known as parents on candidates.left_key = parents.record_key
    inner join known as children on candidates.right_key = children.record_key
    inner join both_ways
        on
            parents.person_key = both_ways.parent_person
            and children.person_key = both_ways.child_person
    group by candidates.left_key, candidates.right_key, children.person_key
),

likeness as (
    select
        left_key,
        right_key,
        max(best_bits) as best_bits,
        count(*) filter (where best_bits >= 16) as strong_count
    from best
    group by left_key, right_key
),

final as (
    select
        candidates.left_key,
        candidates.right_key,
        case
            when parents.person_count is null or children.person_count is null then 'unknown'
            when likeness.strong_count >= children.person_count then 'all_strong'
            when likeness.strong_count > 0 then 'some_strong'
            when likeness.best_bits >= 8 then 'medium'
            when likeness.best_bits >= 0 then 'weak'
            else 'none'
        end as persons_level
    from {{ ref('int_case_link_candidates') }} as candidates
    left join counted as parents on candidates.left_key = parents.record_key
    left join counted as children on candidates.right_key = children.record_key
    left join likeness
        on candidates.left_key = likeness.left_key and candidates.right_key = likeness.right_key
)

select * from final
