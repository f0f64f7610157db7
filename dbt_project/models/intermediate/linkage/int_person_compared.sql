-- Grain: one written person whose pairs are looked for and scored in this build.
-- Nuance: whoever changed, whose block became crowded or is so no longer, and whose record may come from
-- another record than before. Without an earlier linkage everybody.
-- Belongs here: for whom pairs are looked for. Keep out: pairs (int_person_pair_candidates).
{{ config(materialized='table') }}
{%- set changes = ref('int_person_changes') %}
{%- set blocks = ref('int_person_blocks') %}
{%- set crowded_blocks = ref('int_person_crowded_blocks') %}
{%- set features = ref('int_person_features') %}
with

routes as (
    select left_key as record_key, {{ group_hash(['right_key']) }} as route_hash
    from {{ ref('int_case_link_candidates') }}
    union all
    select right_key, {{ group_hash(['left_key']) }}
    from {{ ref('int_case_link_candidates') }}
),

records as (
    select
        record_key,
        {{ sum_of_hashes('route_hash') }} as routes_hash
    from routes
    group by record_key
),
{%- if keeps_person_links() %}

turned_blocks as (
    select block_key
    from {{ crowded_blocks }}
    group by block_key
    having bool_or(is_crowded) <> bool_or(was_crowded)
),

persons as (
    select person_key from {{ changes }}
    union
    select person_key from {{ blocks }}
    where block_key in (select turned_blocks.block_key from turned_blocks)
    union
    select places.person_key
    from {{ earlier_relation('int_person_list_places') }} as places
    left join records on places.record_key = records.record_key
    where coalesce(records.routes_hash, 0) <> places.routes_hash
),
{%- else %}

persons as (
    select person_key from {{ changes }}
),
{%- endif %}

final as (
    select
        persons.person_key,
        coalesce(records.routes_hash, 0) as routes_hash
    from persons
    -- Whoever is gone has no features.
    left join {{ features }} as features on persons.person_key = features.person_key
    left join records on features.record_key = records.record_key
)

select * from final
