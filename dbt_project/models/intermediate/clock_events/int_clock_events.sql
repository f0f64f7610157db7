-- Grain: one event in the words of the clock rules, for one person (NULL: everybody of the case).
-- Nuance: one fact may be several clock events (a bail ends detention and starts its own period);
-- `only_rules` and `record_scope` narrow a word of the rules to what the fact is about.
-- Belongs here: everything that the engine is given. Keep out: judgement, and rules that nothing
-- delivered can feed (seed clock_coverage says why).
with

told as (
    {%- for relation in ['filing', 'measures', 'extensions', 'transfers', 'reviews', 'indictments', 'trials', 'execution'] %}
    select * from {{ ref('int_clock_events_' ~ relation) }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

-- Several rows that tell of one fact are one clock event; the earliest of them counts.
final as (
    select
        event_id,
        case_id,
        person_id,
        event_type,
        min(occurred_at) as occurred_at,
        min(attributes) as attributes,
        min(agency) as agency,
        replace(only_rules, ',', '|') as only_rules,
        record_scope
    from told
    where case_id is not null
    group by event_id, case_id, person_id, event_type, only_rules, record_scope
)

select * from final
