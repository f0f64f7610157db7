-- Grain: one event that played a part in one cycle of one clock.
-- Nuance: void extensions and suspensions that came too late are here too: they were claimed to count.
with

clocks as (
    select * from {{ ref('int_clocks') }}
),

changes as (
    select * from {{ ref('int_clock_changes') }}
),

parts as (
    select clock_id, case_id, person_key, start_event_id as event_id, 'start' as part
    from clocks
    where opened_by in ('start', 'pending_start', 'deferred_start')
    union all
    select clock_id, case_id, person_key, start_event_id, 'restart'
    from clocks
    where opened_by not in ('start', 'pending_start', 'deferred_start')
    union all
    select clock_id, case_id, person_key, close_event_id, case closed_by when 'restart' then 'restart' else 'end' end
    from clocks
    where close_event_id is not null
    union all
    select
        clocks.clock_id,
        clocks.case_id,
        clocks.person_key,
        changes.event_id,
        case changes.change_kind
            when 'extension' then 'extension'
            when 'restart_while_running' then 'restart'
            else 'suspension'
        end
    from changes
    inner join clocks
        on
            changes.case_id = clocks.case_id
            and changes.person_key = clocks.person_key
            and changes.rule_id = clocks.rule_id
            and changes.cycle_no = clocks.cycle_no
    union all
    select clocks.clock_id, clocks.case_id, clocks.person_key, changes.until_event_id, 'resumption'
    from changes
    inner join clocks
        on
            changes.case_id = clocks.case_id
            and changes.person_key = clocks.person_key
            and changes.rule_id = clocks.rule_id
            and changes.cycle_no = clocks.cycle_no
    where changes.until_event_id is not null
),

final as (
    select distinct
        clock_id,
        event_id,
        part,
        case_id,
        nullif(person_key, '') as person_id
    from parts
)

select * from final
