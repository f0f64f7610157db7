-- Grain: one thing by which one written person can be found again (a block key).
-- Nuance: two records that share no key are never compared outside of their case.
-- Belongs here: the keys of everybody. Keep out: what makes a key (person_block_keys), which keys say nothing
-- (int_person_crowded_blocks), what an equality is worth.
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

final as (
    {{ person_block_keys('features') }}
)

select * from final
