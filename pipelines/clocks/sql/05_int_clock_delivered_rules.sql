-- Grain: one rule of which what starts and what ends its term is delivered at all.
-- Nuance: asked of all events, also where a run counts changed cases only: among the few events of a day
-- the end of a rare term may be missing, and its clocks would be gone.
-- Belongs here: that question. Keep out: which rules the deliveries could feed (seed clock_coverage).
with
delivered_types as (
    select distinct event_type from intermediate.int_clock_events
),
final as (
    select roles.rule_id
    from intermediate.int_clock_roles as roles
    inner join delivered_types on roles.event_type = delivered_types.event_type
    group by roles.rule_id
    having bool_or(roles.role = 'end') and bool_or(roles.role in ('start', 'restart'))
)
select * from final
