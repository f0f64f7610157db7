{{ config(materialized='incremental', full_refresh=false) }}

-- Grain: one id that one record (of a case, of a person) had, since the build in which it got it.
-- Nuance: kept from build to build, which no other relation is: it remembers what was believed. A new
-- home begins to remember with its first build.
-- Belongs here: the ids that changed. Keep out: why (int_case_links, int_person_links).
with

present as (
    select
        'case' as entity,
        agency,
        source_table,
        source_record_id,
        cast(null as varchar) as source_person_no,
        record_key,
        case_id as entity_id
    from {{ ref('int_case_components') }}
    union all
    select
        'person',
        agency,
        source_table,
        source_record_id,
        source_person_no,
        person_key,
        person_id
    from {{ ref('int_person_components') }}
),

{% if is_incremental() %}
earlier as (
    select
        entity,
        record_key,
        arg_max(entity_id, state_no) as entity_id,
        max(state_no) as state_no
    from {{ this }}
    group by entity, record_key
),
{% endif %}

final as (
    select
        present.*,
        parameters.as_of as since_date,
        {{ 'coalesce(earlier.state_no, 0) + 1' if is_incremental() else '1' }} as state_no
    from present
    cross join {{ source('ledger', 'build_parameters') }} as parameters
    {% if is_incremental() %}
    left join earlier
        on present.entity = earlier.entity and present.record_key = earlier.record_key
    where earlier.entity_id is distinct from present.entity_id
    {% endif %}
)

select * from final
