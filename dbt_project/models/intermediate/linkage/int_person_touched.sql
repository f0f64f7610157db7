-- Grain: one written person whose links may be other ones than when persons were linked last.
-- Nuance: whoever is compared in this build, whose record has come into another case or is joined to others,
-- about whom a reviewer spoke or took a word back (`is_moved`), and everybody in the cases that one of these
-- left or is in. Without an earlier linkage everybody.
-- Belongs here: whose pairs are weighed anew. Keep out: pairs that hang on the frequency of a name
-- (int_person_pair_contexts).
{{ config(materialized='table') }}
{%- set compared = ref('int_person_compared') %}
{%- set components = ref('int_case_components') %}
{%- set keeps_links = keeps_person_links() %}
with

used_links as (
    select
        left_key,
        right_key
    from {{ ref('int_case_links') }}
    where is_used
),

bonds as (
    {{ ties_of_records('used_links') }}
),

words as (
    select left_key as person_key, {{ group_hash(['right_key', 'decision']) }} as word_hash
    from {{ ref('int_link_decisions') }}
    where entity = 'person'
    union all
    select right_key, {{ group_hash(['left_key', 'decision']) }}
    from {{ ref('int_link_decisions') }}
    where entity = 'person'
),

words_of_persons as (
    select
        person_key,
        {{ sum_of_hashes('word_hash') }} as words_hash
    from words
    group by person_key
),
{%- if keeps_links %}

earlier as (
    select
        *,
        {{ group_hash(['record_key']) }} as record_hash
    from {{ earlier_relation('int_person_list_places') }}
),

cases as (
    select
        {{ group_hash(['record_key']) }} as record_hash,
        case_id
    from {{ components }}
),

moved as (
    select person_key from {{ compared }}
    union
    select earlier.person_key
    from earlier
    left join bonds on earlier.record_hash = bonds.record_hash
    left join cases on earlier.record_hash = cases.record_hash
    where
        coalesce(bonds.ties_hash, 0) <> earlier.bonds_hash
        or cases.case_id is distinct from earlier.case_id
    union
    select coalesce(words_of_persons.person_key, earlier.person_key)
    from words_of_persons
    full outer join (select person_key, words_hash from earlier where words_hash <> 0) as earlier
        on words_of_persons.person_key = earlier.person_key
    where words_of_persons.words_hash is distinct from earlier.words_hash
),

earlier_own as (
    select person_key, case_id, routes_hash from earlier
    where person_key in (select moved.person_key from moved)
),

routes as (
    select person_key, routes_hash from {{ compared }}
    union all
    select person_key, routes_hash from earlier_own
    where person_key not in (select compared.person_key from {{ compared }} as compared)
),
{%- else %}

moved as (
    select person_key from {{ compared }}
),

routes as (
    select person_key, routes_hash from {{ compared }}
),
{%- endif %}

present as (
    select
        moved.person_key,
        -- A person whose case was refused at the door stands alone.
        components.case_id,
        routes.routes_hash,
        coalesce(bonds.ties_hash, 0) as bonds_hash,
        coalesce(words_of_persons.words_hash, 0) as words_hash,
        true as is_moved
    from moved
    -- Whoever is gone has no features.
    left join {{ ref('int_person_features') }} as features on moved.person_key = features.person_key
    left join {{ components }} as components on features.record_key = components.record_key
    left join bonds on {{ group_hash(['features.record_key']) }} = bonds.record_hash
    left join words_of_persons on moved.person_key = words_of_persons.person_key
    left join routes on moved.person_key = routes.person_key
),

final as (
    select * from present
    {%- if keeps_links %}
    union all
    -- Whoever did not move is where it was.
    select person_key, case_id, routes_hash, bonds_hash, words_hash, false
    from earlier
    where
        case_id in (select present.case_id from present union select earlier_own.case_id from earlier_own)
        and person_key not in (select moved.person_key from moved)
    {%- endif %}
)

select * from final
