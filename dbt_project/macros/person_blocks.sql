{#
  By what a written person can be found again. Belongs here: cheap equality keys. Keep out: which keys say
  nothing (int_person_crowded_blocks), what an equality is worth.
#}

{#
  Rows of `person_key`, `block_key` and what is alike (`block_kind`), each once. `features` names a CTE of int_person_features.
  Keys are hashes: two keys that share one find a pair more, which is then weighed like all others.
#}
{% macro person_block_keys(features) -%}
    select
        person_key,
        {{ group_hash(['block_kind', 'written']) }} as block_key,
        block_kind
    from (
        select person_key, 'number' as block_kind, identity_no as written
        from {{ features }}
        union all
        select person_key, 'phone', phone_hash
        from {{ features }}
        union all
        select sounds.person_key, 'name', sounds.name_sound || ':' || births.birth_date
        from (
            select person_key, name_sound from {{ features }}
            union
            select person_key, alias_sound from {{ features }}
        ) as sounds
        inner join (
            select person_key, birth_date from {{ features }}
            union
            select person_key, number_birth_date from {{ features }}
        ) as births on sounds.person_key = births.person_key
        union all
        -- A wrong digit in the middle of the number, and no birth date beside it.
        select person_key, 'ends', name_sound || ':' || left(identity_no, 6) || right(identity_no, 4)
        from {{ features }}
        where is_resident_no
        union all
        select person_key, 'stem', left(name_sound, 3) || ':' || left(identity_no, 14)
        from {{ features }}
        where is_resident_no
    ) as keys
    where written is not null
{%- endmacro %}
