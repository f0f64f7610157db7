-- Grain: one thing by which one written person can be found again (a block key).
-- Nuance: two records that share no key are never compared outside of their case.
-- Belongs here: cheap equality keys. Keep out: which keys say nothing (int_person_crowded_blocks), what an
-- equality is worth.
{%- set changes = ref('int_person_changes') %}
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    pre_hook="{{ forget_persons(['person_key'], 'select person_key from ' ~ ref('int_person_changes')) }}"
) }}
with

features as (
    select * from {{ ref('int_person_features') }}
    {%- if is_incremental() %}
    where person_key in (select changes.person_key from {{ changes }} as changes)
    {%- endif %}
),

sounds as (
    select person_key, name_sound from features
    union
    select person_key, alias_sound from features
),

births as (
    select person_key, birth_date from features
    union
    select person_key, number_birth_date from features
),

keys as (
    select
        person_key,
        'number:' || identity_no as block_key
    from features
    union
    select
        person_key,
        'phone:' || phone_hash
    from features
    union
    select
        sounds.person_key,
        'name:' || sounds.name_sound || ':' || births.birth_date
    from sounds
    inner join births on sounds.person_key = births.person_key
    union
    -- A wrong digit in the middle of the number, and no birth date beside it.
    select
        person_key,
        'ends:' || name_sound || ':' || left(identity_no, 6) || right(identity_no, 4)
    from features
    where is_resident_no
    union
    select
        person_key,
        'stem:' || left(name_sound, 3) || ':' || left(identity_no, 14)
    from features
    where is_resident_no
)

select
    person_key,
    block_key
from keys
where block_key is not null
