-- Grain: two written persons who may be one human.
-- Nuance: they share a block key, or one is accused in a record from which the other's record may come.
-- Belongs here: finding. Keep out: weighing (int_person_pairs).
with

features as (
    select person_key, record_key, is_victim_side, feature_hash
    from {{ ref('int_person_features') }}
),

by_block as (
    select
        left_blocks.person_key as left_key,
        right_blocks.person_key as right_key
    from {{ ref('int_person_blocks') }} as left_blocks
    inner join {{ ref('int_person_blocks') }} as right_blocks
        on
            left_blocks.block_key = right_blocks.block_key
            and left_blocks.person_key < right_blocks.person_key
),

by_record as (
    select
        least(left_persons.person_key, right_persons.person_key) as left_key,
        greatest(left_persons.person_key, right_persons.person_key) as right_key
    from {{ ref('int_case_link_candidates') }} as links
    inner join features as left_persons on links.left_key = left_persons.record_key
    inner join features as right_persons on links.right_key = right_persons.record_key
    where not left_persons.is_victim_side and not right_persons.is_victim_side
),

pairs as (
    select left_key, right_key from by_block
    union
    select left_key, right_key from by_record
),

final as (
    select
        pairs.left_key,
        pairs.right_key,
        left_persons.feature_hash as left_hash,
        right_persons.feature_hash as right_hash
    from pairs
    inner join features as left_persons on pairs.left_key = left_persons.person_key
    inner join features as right_persons on pairs.right_key = right_persons.person_key
)

select * from final
