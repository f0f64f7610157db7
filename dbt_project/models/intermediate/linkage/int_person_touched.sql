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

ties as (
    {{ ties_of_records('used_links') }}
    union all
    select
        {{ group_hash(['record_key']) }},
        {{ group_hash(["'case'", 'case_id']) }}
    from {{ components }}
),

bonds as (
    select
        record_hash,
        {{ hash_of_hashes('tie_hash') }} as bonds_hash
    from ties
    group by record_hash
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
        {{ hash_of_hashes('word_hash') }} as words_hash
    from words
    group by person_key
),
{%- if keeps_links %}

earlier as (
    select
        person_key,
        record_key,
        {{ group_hash(['record_key']) }} as record_hash,
        case_id,
        routes_hash,
        bonds_hash,
        words_hash
    from {{ earlier_relation('int_person_list_places') }}
),

spoken_of as (
    select coalesce(words_of_persons.person_key, heard.person_key) as person_key
    from words_of_persons
    full outer join (select person_key, words_hash from earlier where words_hash <> 0) as heard
        on words_of_persons.person_key = heard.person_key
    where words_of_persons.words_hash is distinct from heard.words_hash
),

moved as (
    select person_key, record_key, routes_hash from {{ compared }}
    union all
    -- Whoever is not compared did not change, and is in the record where it was.
    select earlier.person_key, earlier.record_key, earlier.routes_hash
    from earlier
    left join bonds on earlier.record_hash = bonds.record_hash
    where
        (
            coalesce(bonds.bonds_hash, 0) <> earlier.bonds_hash
            or earlier.person_key in (select spoken_of.person_key from spoken_of)
        )
        and earlier.person_key not in (select compared.person_key from {{ compared }} as compared)
),

earlier_cases as (
    select case_id from earlier
    where person_key in (select moved.person_key from moved)
),
{%- else %}

moved as (
    select person_key, record_key, routes_hash from {{ compared }}
),
{%- endif %}

present as (
    select
        moved.person_key,
        -- A person whose case was refused at the door stands alone.
        components.case_id,
        moved.routes_hash,
        coalesce(bonds.bonds_hash, 0) as bonds_hash,
        coalesce(words_of_persons.words_hash, 0) as words_hash,
        true as is_moved
    from moved
    -- Whoever is gone is in no record.
    left join {{ components }} as components on moved.record_key = components.record_key
    left join bonds on {{ group_hash(['moved.record_key']) }} = bonds.record_hash
    left join words_of_persons on moved.person_key = words_of_persons.person_key
),

final as (
    select * from present
    {%- if keeps_links %}
    union all
    -- Whoever did not move is where it was.
    select person_key, case_id, routes_hash, bonds_hash, words_hash, false
    from earlier
    where
        case_id in (
            select present.case_id from present
            union
            select earlier_cases.case_id from earlier_cases
        )
        and person_key not in (select moved.person_key from moved)
    {%- endif %}
)

select * from final
