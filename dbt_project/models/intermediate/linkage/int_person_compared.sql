-- Grain: one written person whose pairs are looked for and scored in this build.
-- Nuance: whoever changed, whose block became crowded or is so no longer, and whose record may come from
-- another record than before. Without an earlier linkage everybody.
-- Belongs here: for whom pairs are looked for. Keep out: pairs (int_person_pair_candidates).
{{ config(materialized='table') }}
{%- set blocks = ref('int_person_blocks') %}
{%- set crowded_blocks = ref('int_person_crowded_blocks') %}
{%- set keeps_links = keeps_person_links() %}
with

ties as (
    {{ ties_of_records(ref('int_case_link_candidates')) }}
),

routes as (
    select
        record_hash,
        {{ hash_of_hashes('tie_hash') }} as routes_hash
    from ties
    group by record_hash
),
{%- if keeps_links %}

turned_blocks as (
    select block_key
    from {{ crowded_blocks }}
    group by block_key
    having bool_or(is_crowded) <> bool_or(was_crowded)
),

turned_persons as (
    select person_key from {{ blocks }}
    where block_key in (select turned_blocks.block_key from turned_blocks)
),

persons as (
    select person_key, record_key from {{ ref('int_person_changes') }}
    union all
    -- Whoever did not change is in the record where it was.
    select earlier.person_key, earlier.record_key
    from {{ earlier_relation('int_person_list_places') }} as earlier
    left join routes on {{ group_hash(['earlier.record_key']) }} = routes.record_hash
    where
        (
            coalesce(routes.routes_hash, 0) <> earlier.routes_hash
            or earlier.person_key in (select turned_persons.person_key from turned_persons)
        )
        and earlier.person_key not in (select changes.person_key from {{ ref('int_person_changes') }} as changes)
),
{%- else %}

persons as (
    select person_key, record_key from {{ ref('int_person_changes') }}
),
{%- endif %}

final as (
    select
        persons.person_key,
        persons.record_key,
        coalesce(routes.routes_hash, 0) as routes_hash
    from persons
    -- Whoever is gone is in no record.
    left join routes on {{ group_hash(['persons.record_key']) }} = routes.record_hash
)

select * from final
