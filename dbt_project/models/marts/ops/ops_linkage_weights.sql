-- Grain: one band of two bits of weight of one kind of link, with how many pairs fall into it.
with

pairs as (
    select 'case' as entity, weight_bits, is_used
    from {{ ref('int_case_links') }}
    union all
    select 'person', weight_bits, joins_at in ('strict', 'standard')
    from {{ ref('int_person_links') }}
)

select
    entity,
    cast(floor(weight_bits / 2) * 2 as integer) as weight_floor_bits,
    count(*) as pair_count,
    count(*) filter (where coalesce(is_used, false)) as used_count
from pairs
group by entity, cast(floor(weight_bits / 2) * 2 as integer)
