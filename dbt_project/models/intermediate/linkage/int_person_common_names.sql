-- Grain: one name that more people bear than usual, now or when persons were linked last.
-- Nuance: where many bear a name, a name and a birth date say less. How much less goes in steps of a fourth of a
-- bit: one more namesake then seldom means that all pairs of the name are weighed again. A name that is common
-- then and now stands here twice. People are told apart by their birth dates.
-- Belongs here: how common names are. Keep out: for which pairs it matters (is_weighed_by_name).
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    pre_hook=[
        "{{ 'delete from ' ~ this ~ ' where not is_now' if is_incremental() else 'select 1' }}",
        "{{ 'update ' ~ this ~ ' set is_now = false' if is_incremental() else 'select 1' }}",
    ]
) }}
with

bearers as (
    select
        written_name,
        cast(count(distinct coalesce(birth_date, number_birth_date)) as double) as bearer_count
    from {{ ref('int_person_features') }}
    where written_name is not null
    group by written_name
),

final as (
    select
        written_name,
        round(4 * log2(bearer_count / {{ var('usual_bearers') }})) / 4 as name_bits,
        true as is_now
    from bearers
    where bearer_count > {{ var('usual_bearers') }}
)

select * from final
where name_bits > 0
