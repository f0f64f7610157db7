-- Grain: one event that played a part in one cycle of one clock.
-- Nuance: void extensions and suspensions that came too late are here too: they were claimed to count.
-- Belongs here: the way from a clock to events. Keep out: the way from events to rows (bridge_event_sources).
{{ config(materialized='view') }}
with

clocks as (
    select * from {{ ref('int_clocks_labelled') }}
),

changes as (
    select
        clocks.clock_id,
        clocks.case_id,
        clocks.person_key,
        changes.event_id,
        changes.until_event_id,
        case changes.change_kind
            when 'extension' then 'extension'
            when 'restart_while_running' then 'restart'
            else 'suspension'
        end as part
    from {{ ref('int_clock_changes') }} as changes
    inner join clocks on changes.clock_id = clocks.clock_id
    -- A restart that came in time is what closed the cycle.
    where changes.change_kind <> 'restart_while_running' or changes.void_reason is not null
),

final as (
    select
        clock_id,
        start_event_id as event_id,
        case when opened_by in ('start', 'pending_start', 'deferred_start') then 'start' else 'restart' end as part,
        case_id,
        person_key
    from clocks
    union all
    select
        clock_id,
        close_event_id,
        case closed_by when 'restart' then 'restart' else 'end' end,
        case_id,
        person_key
    from clocks
    where close_event_id is not null
    union all
    -- A stop that closed a cycle is its end already.
    (
        select clock_id, event_id, part, case_id, person_key from changes
        union
        select clock_id, until_event_id, 'resumption', case_id, person_key from changes
        where until_event_id is not null
    )
)

select * from final
