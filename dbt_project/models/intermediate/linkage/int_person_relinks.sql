-- Grain: one pair of written persons beyond who is who within a case, weighed anew by this build.
-- Nuance: pairs of somebody who was touched, and pairs that hang on how common their name is, when somebody
-- of that name came, went or changed. Without an earlier linkage none stands here and all are weighed.
-- Belongs here: which links are made anew. Keep out: weighing (int_person_links).
{{ config(materialized='table') }}
{%- set changes = ref('int_person_changes') %}
{%- set touched = ref('int_person_touched') %}
{%- set features = ref('int_person_features') %}
with

contexts as (
    select left_key, right_key, gamma_identity_no, gamma_written_name
    from {{ ref('int_person_pair_contexts') }}
    where {{ is_across_cases() if keeps_person_links() else 'false' }}
),

names as (
    select earlier_name as written_name from {{ changes }}
    where earlier_name is not null
    union
    select features.written_name
    from {{ features }} as features
    inner join {{ changes }} as changes on features.person_key = changes.person_key
    where features.written_name is not null
),

weighed_by_name as (
    select left_key, right_key
    from contexts
    where {{ is_weighed_by_name() }}
),

namesakes as (
    select features.person_key
    from {{ features }} as features
    inner join names on features.written_name = names.written_name
    where
        features.person_key in (select weighed_by_name.left_key from weighed_by_name)
        or features.person_key in (select weighed_by_name.right_key from weighed_by_name)
),

final as (
    select left_key, right_key
    from contexts
    where {{ is_touched_pair(touched) }}
    union
    select left_key, right_key
    from weighed_by_name
    where
        left_key in (select namesakes.person_key from namesakes)
        or right_key in (select namesakes.person_key from namesakes)
)

select * from final
