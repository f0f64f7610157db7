-- Grain: one written person whose pairs are looked for and scored in this build.
-- Nuance: whoever changed, whose block became crowded or is so no longer, and whose record may come from
-- another record than before. Without an earlier linkage everybody.
-- Belongs here: for whom pairs are looked for. Keep out: pairs (int_person_pair_candidates).
{{ config(materialized='table') }}
{%- set blocks = ref('int_person_blocks') %}
{%- set crowded_blocks = ref('int_person_crowded_blocks') %}
{%- set keeps_links = keeps_person_links() %}
with

routes as (
    {{ ties_of_records(ref('int_case_link_candidates')) }}
),
{%- if keeps_links %}

turned_blocks as (
    select block_key
    from {{ crowded_blocks }}
    group by block_key
    having bool_or(is_crowded) <> bool_or(was_crowded)
),

persons as (
    select person_key from {{ ref('int_person_changes') }}
    union
    select person_key from {{ blocks }}
    where block_key in (select turned_blocks.block_key from turned_blocks)
    union
    select earlier.person_key
    from {{ earlier_relation('int_person_list_places') }} as earlier
    left join routes on {{ group_hash(['earlier.record_key']) }} = routes.record_hash
    where coalesce(routes.ties_hash, 0) <> earlier.routes_hash
),
{%- else %}

persons as (
    select person_key from {{ ref('int_person_changes') }}
),
{%- endif %}

final as (
    select
        persons.person_key,
        coalesce(routes.ties_hash, 0) as routes_hash
    from persons
    -- Whoever is gone has no features.
    left join {{ ref('int_person_features') }} as features on persons.person_key = features.person_key
    left join routes on {{ group_hash(['features.record_key']) }} = routes.record_hash
)

select * from final
