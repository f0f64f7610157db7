-- Grain: one written person whose links may be other ones than when persons were linked last.
-- Nuance: whoever is compared in this build, whose record has come into another case or is joined to others
-- (`is_moved`), about whom a reviewer spoke or took a word back, and everybody in the cases that one of these
-- left or is in. Without an earlier linkage everybody.
-- Belongs here: whose pairs are weighed anew. Keep out: pairs that hang on the frequency of a name
-- (int_person_pair_contexts).
{{ config(materialized='table') }}
{%- set compared = ref('int_person_compared') %}
{%- set features = ref('int_person_features') %}
with

bonds as (
    select left_key as record_key, {{ group_hash(['right_key']) }} as bond_hash
    from {{ ref('int_case_links') }}
    where is_used
    union all
    select right_key, {{ group_hash(['left_key']) }}
    from {{ ref('int_case_links') }}
    where is_used
),

bonds_of_records as (
    select
        record_key,
        {{ sum_of_hashes('bond_hash') }} as bonds_hash
    from bonds
    group by record_key
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

placed as (
    select
        features.person_key,
        components.case_id,
        bonds_of_records.bonds_hash,
        words_of_persons.words_hash
    from {{ features }} as features
    -- A person whose case was refused at the door stands alone.
    left join {{ ref('int_case_components') }} as components
        on features.record_key = components.record_key
    left join bonds_of_records on features.record_key = bonds_of_records.record_key
    left join words_of_persons on features.person_key = words_of_persons.person_key
),

present as (
    select
        person_key,
        case_id,
        {{ group_hash(['case_id', 'bonds_hash', 'words_hash']) }} as place_hash
    from placed
),
{%- if keeps_person_links() %}

moved as (
    select
        coalesce(present.person_key, earlier.person_key) as person_key,
        present.case_id,
        earlier.case_id as earlier_case_id,
        coalesce(compared.routes_hash, earlier.routes_hash) as routes_hash,
        present.place_hash
    from present
    full outer join {{ earlier_relation('int_person_list_places') }} as earlier
        on present.person_key = earlier.person_key
    left join {{ compared }} as compared
        on coalesce(present.person_key, earlier.person_key) = compared.person_key
    where compared.person_key is not null or present.place_hash is distinct from earlier.place_hash
),

cases as (
    select case_id from moved
    where case_id is not null
    union
    select earlier_case_id from moved
    where earlier_case_id is not null
),

final as (
    select
        person_key,
        case_id,
        routes_hash,
        place_hash,
        true as is_moved
    from moved
    union all
    -- Whoever did not move is where it was.
    select
        earlier.person_key,
        earlier.case_id,
        earlier.routes_hash,
        earlier.place_hash,
        false
    from {{ earlier_relation('int_person_list_places') }} as earlier
    inner join cases on earlier.case_id = cases.case_id
    where earlier.person_key not in (select moved.person_key from moved)
)
{%- else %}

final as (
    select
        present.person_key,
        present.case_id,
        compared.routes_hash,
        present.place_hash,
        true as is_moved
    from present
    inner join {{ compared }} as compared on present.person_key = compared.person_key
)
{%- endif %}

select * from final
