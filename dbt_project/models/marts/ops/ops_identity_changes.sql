-- Grain: one change of the id of one record's case or person.
-- Nuance: sealed records (刑诉法 286) are left out.
with

sealed as (
    select case_id as entity_id
    from {{ ref('dim_cases') }}
    where is_sealed
    union all
    select person_id
    from {{ ref('fct_case_persons') }}
    where is_sealed and person_id is not null
),

states as (
    select
        *,
        lag(entity_id) over (partition by entity, record_key order by state_no) as old_id
    from {{ ref('int_identity_states') }}
)

select
    entity,
    agency,
    source_table,
    source_record_id,
    source_person_no,
    old_id,
    entity_id as new_id,
    since_date as changed_on,
    state_no - 1 as change_no
from states
where
    old_id is not null
    and entity_id not in (select entity_id from sealed)
