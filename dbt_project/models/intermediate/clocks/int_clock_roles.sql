-- Grain: one part that an event type plays in one rule, per alternative condition of a start.
-- Nuance: a start of a rule with conditions has one row per alternative; an alternative has up to two
-- conditions, both of which must hold. `role_no` and `rule_no` stand for a row and its rule within one run.
-- Belongs here: the rule seeds brought to one shape for the join with events. Keep out: events.
with

rules as (
    -- Versions of one rule share trigger, end and who reports the end; the first row speaks.
    select *
    from (
        select
            *,
            row_number() over (partition by rule_id order by valid_from) as version_place
        from {{ ref('clock_rules') }}
    ) as versions
    where version_place = 1
),

numbered_conditions as (
    select
        *,
        row_number() over (partition by rule_id, alternative order by attribute desc) as place
    from {{ ref('clock_conditions') }}
),

alternatives as (
    select
        rule_id,
        alternative,
        max(case when place = 1 then attribute end) as attribute_1,
        max(case when place = 1 then accepted_values end) as accepted_values_1,
        max(case when place = 1 then when_missing end) as when_missing_1,
        max(case when place = 2 then attribute end) as attribute_2,
        max(case when place = 2 then accepted_values end) as accepted_values_2,
        max(case when place = 2 then when_missing end) as when_missing_2
    from numbered_conditions
    group by rule_id, alternative
),

deferred as (
    select distinct rule_id
    from {{ ref('clock_rule_events') }}
    where role = 'deferred_start'
),

-- Kinds of extension that are another rule's matter alone.
foreign_kinds as (
    select
        extended.rule_id,
        {{ joined_text('kinds.kind', '|', 'kinds.kind') }} as foreign_kinds
    from (select distinct rule_id from {{ ref('clock_extensions') }}) as extended
    cross join (select distinct kind from {{ ref('clock_extensions') }}) as kinds
    left join {{ ref('clock_extensions') }} as own
        on
            extended.rule_id = own.rule_id
            and kinds.kind = own.kind
    where own.kind is null
    group by extended.rule_id
),

roles as (
    select rule_id, trigger_event as event_type, 'start' as role from rules
    union
    select rule_id, end_event, 'end' from rules
    union
    select
        rule_id,
        event_type,
        case
            when role = 'also_end' then 'end'
            when role = 'also_start' then 'restart'
            when role = 'restart_always' and can_start_alone then 'restart'
            when role = 'restart_always' then 'dependent_restart'
            else role
        end
    from {{ ref('clock_rule_events') }}
    union
    select distinct rule_id, 'extension_granted', 'extension' from {{ ref('clock_extensions') }}
    union
    select rule_id, start_event, 'suspension' from {{ ref('clock_suspensions') }}
    union
    select rule_id, end_event, 'resumption' from {{ ref('clock_suspensions') }}
),

final as (
    select
        row_number() over (order by roles.rule_id, roles.event_type, roles.role, alternatives.alternative) as role_no,
        dense_rank() over (order by roles.rule_id) as rule_no,
        roles.rule_id,
        roles.event_type,
        roles.role,
        rules.concerns,
        rules.direction,
        rules.reporting_agency,
        rules.unit in ('hour', 'duration_hour') as is_counted_in_hours,
        deferred.rule_id is not null and roles.role = 'start' as can_be_deferred,
        roles.role = 'extension' or totals.rule_id is not null as needs_attributes,
        foreign_kinds.foreign_kinds,
        alternatives.attribute_1,
        alternatives.accepted_values_1,
        alternatives.when_missing_1,
        alternatives.attribute_2,
        alternatives.accepted_values_2,
        alternatives.when_missing_2,
        case roles.role
            when 'suspension' then 2
            when 'extension' then 3
            when 'resumption' then 4
            when 'stop' then 5
            when 'end' then 7
            when 'start' then 1
            else 6
        end as role_rank
    from roles
    inner join rules on roles.rule_id = rules.rule_id
    left join deferred on roles.rule_id = deferred.rule_id
    left join (select distinct rule_id from {{ ref('clock_totals') }}) as totals
        on roles.rule_id = totals.rule_id
    left join foreign_kinds
        on
            roles.rule_id = foreign_kinds.rule_id
            and roles.role = 'extension'
    left join alternatives
        on
            roles.rule_id = alternatives.rule_id
            and roles.role = 'start'
)

select * from final
