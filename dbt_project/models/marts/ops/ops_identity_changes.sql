-- Grain: one change of the id of one record's case or person.
with

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
where old_id is not null
