-- Grain: two written persons who may be one human, of whom this build compares at least one.
-- Nuance: they share a block key, or one is accused in a record from which the other's record may come.
-- Belongs here: finding. Keep out: weighing (int_person_pairs).
{%- set compared = ref('int_person_compared') %}
{%- set features = ref('int_person_features') %}
{%- set links = ref('int_case_link_candidates') %}
{%- set blocks = ref('int_person_blocks') %}
{%- set keeps_links = keeps_person_links() %}
{%- set persons = 'persons' if keeps_links else features %}
with

crowded as (
    select block_key from {{ ref('int_person_crowded_blocks') }}
    where is_crowded
),
{%- if keeps_links %}

own as (
    select * from {{ features }}
    where person_key in (select compared.person_key from {{ compared }} as compared)
),

own_keys as (
    {{ person_block_keys('own') }}
),

own_blocks as (
    select person_key, block_key
    from own_keys
    where block_key not in (select crowded.block_key from crowded)
),

accused as (
    select person_key, record_key from own
    where not is_victim_side
),

own_links as (
    select left_key, right_key from {{ links }}
    where
        left_key in (select accused.record_key from accused)
        or right_key in (select accused.record_key from accused)
),

own_records as (
    select accused.person_key, own_links.right_key as other_record
    from accused
    inner join own_links on accused.record_key = own_links.left_key
    union all
    select accused.person_key, own_links.left_key
    from accused
    inner join own_links on accused.record_key = own_links.right_key
),

found as (
    select
        own_blocks.person_key as one_key,
        others.person_key as other_key
    from own_blocks
    inner join {{ blocks }} as others
        on own_blocks.block_key = others.block_key and own_blocks.person_key <> others.person_key
    union all
    select
        own_records.person_key,
        others.person_key
    from own_records
    inner join {{ features }} as others on own_records.other_record = others.record_key
    where not others.is_victim_side
),
{%- else %}

found as (
    select
        own.person_key as one_key,
        others.person_key as other_key
    from {{ blocks }} as own
    inner join {{ blocks }} as others on own.block_key = others.block_key and own.person_key < others.person_key
    where own.block_key not in (select crowded.block_key from crowded)
    union all
    select
        left_persons.person_key,
        right_persons.person_key
    from {{ links }} as links
    inner join {{ features }} as left_persons on links.left_key = left_persons.record_key
    inner join {{ features }} as right_persons on links.right_key = right_persons.record_key
    where not left_persons.is_victim_side and not right_persons.is_victim_side
),
{%- endif %}

pairs as (
    select distinct
        least(one_key, other_key) as left_key,
        greatest(one_key, other_key) as right_key
    from found
),
{%- if keeps_links %}

persons as (
    select person_key, feature_hash from {{ features }}
    where person_key in (select pairs.left_key from pairs union all select pairs.right_key from pairs)
),
{%- endif %}

final as (
    select
        pairs.left_key,
        pairs.right_key,
        left_persons.feature_hash as left_hash,
        right_persons.feature_hash as right_hash
    from pairs
    inner join {{ persons }} as left_persons on pairs.left_key = left_persons.person_key
    inner join {{ persons }} as right_persons on pairs.right_key = right_persons.person_key
)

select * from final
