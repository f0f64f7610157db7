-- Grain: two written persons who may be one human, of whom this build compares at least one.
-- Nuance: they share a block key, or one is accused in a record from which the other's record may come.
-- Belongs here: finding. Keep out: weighing (int_person_pairs).
{%- set compared = ref('int_person_compared') %}
with

features as (
    select person_key, record_key, is_victim_side, feature_hash
    from {{ ref('int_person_features') }}
),

blocks as (
    select * from {{ ref('int_person_blocks') }}
    where
        block_key not in (
            select crowded.block_key from {{ ref('int_person_crowded_blocks') }} as crowded
            where crowded.is_crowded
        )
),

links as (
    select left_key, right_key
    from {{ ref('int_case_link_candidates') }}
),
{%- if keeps_person_links() %}

compared_persons as (
    select features.*
    from features
    inner join {{ compared }} as compared on features.person_key = compared.person_key
),

found as (
    select
        own.person_key as one_key,
        others.person_key as other_key
    from blocks as own
    inner join blocks as others on own.block_key = others.block_key and own.person_key <> others.person_key
    where own.person_key in (select compared_persons.person_key from compared_persons)
    union all
    select
        own.person_key,
        others.person_key
    from compared_persons as own
    inner join links on own.record_key = links.left_key
    inner join features as others on links.right_key = others.record_key
    where not own.is_victim_side and not others.is_victim_side
    union all
    select
        own.person_key,
        others.person_key
    from compared_persons as own
    inner join links on own.record_key = links.right_key
    inner join features as others on links.left_key = others.record_key
    where not own.is_victim_side and not others.is_victim_side
),
{%- else %}

found as (
    select
        own.person_key as one_key,
        others.person_key as other_key
    from blocks as own
    inner join blocks as others on own.block_key = others.block_key and own.person_key < others.person_key
    union all
    select
        left_persons.person_key,
        right_persons.person_key
    from links
    inner join features as left_persons on links.left_key = left_persons.record_key
    inner join features as right_persons on links.right_key = right_persons.record_key
    where not left_persons.is_victim_side and not right_persons.is_victim_side
),
{%- endif %}

pairs as (
    select distinct
        least(one_key, other_key) as left_key,
        greatest(one_key, other_key) as right_key
    from found
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
