-- Grain: one block key that very many written persons share, now or when persons were linked last.
-- Nuance: such a key says nothing, and nobody is compared because of it. A key that is crowded then and now
-- stands here twice. Counted are the keys of changed persons and those that were crowded.
-- Belongs here: which keys find nobody. Keep out: keys (int_person_blocks).
{%- set changes = ref('int_person_changes') %}
{%- set features = ref('int_person_features') %}
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    pre_hook=[
        "{{ 'delete from ' ~ this ~ ' where not is_crowded' if is_incremental() else 'select 1' }}",
        "{{ 'update ' ~ this ~ ' set is_crowded = false, was_crowded = true' if is_incremental() else 'select 1' }}",
    ]
) }}
with
{%- if is_incremental() %}

changed as (
    select * from {{ features }}
    where person_key in (select changes.person_key from {{ changes }} as changes)
),

own_keys as (
    {{ person_block_keys('changed') }}
),
{%- endif %}

blocks as (
    select block_key from {{ ref('int_person_blocks') }}
    {%- if is_incremental() %}
    where
        block_key in (select own_keys.block_key from own_keys)
        or block_key in (select earlier.block_key from {{ this }} as earlier)
    {%- endif %}
)

select
    block_key,
    true as is_crowded,
    false as was_crowded
from blocks
group by block_key
having count(*) > {{ var('largest_person_block') }}
