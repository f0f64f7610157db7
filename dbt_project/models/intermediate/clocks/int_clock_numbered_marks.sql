-- Grain: one event of one person in one part it plays in a rule, written with numbers (int_clock_marks says them
-- in words).
-- Nuance: an event without a person concerns everybody in the case: it stands here once per person for
-- rules about persons. Rules about cases see the events of all persons as one row of events.
-- Written down because half a dozen relations read it; of an extension only the rules that may mean it.
-- Belongs here: who plays which part. Keep out: what follows from it.
{{ config(materialized='table') }}
with

horizons as (
    select * from {{ ref('int_clock_horizons') }}
),

events as (
    select
        events.case_id,
        events.person_id,
        events.event_id,
        events.event_type,
        events.occurred_at,
        coalesce(events.attributes, '{}') as attributes,
        -- Midnight is a day without a time of day, unless the event says that it is meant.
        events.occurred_at <> cast(cast(events.occurred_at as date) as timestamp)
        or coalesce({{ clock_word("coalesce(events.attributes, '{}')", "'has_time'") }} = 'true', false) as has_time,
        events.only_rules,
        coalesce('#' || events.record_scope, '') as scope_key,
        asked.asked_rule_id,
        coalesce(asked.is_lenient, false) as is_lenient,
        asked.judged_at as asked_until
    from {{ clock_events() }} as events
    left join horizons as asked on events.case_id = asked.case_id
),

persons as (
    select * from {{ ref('int_clock_persons') }}
),

addressed as (
    select
        events.*,
        persons.person_no,
        'person' as concerns
    from events
    inner join persons
        on
            events.case_id = persons.case_id
            and case when events.person_id is null then persons.is_addressed else events.person_id = persons.person_key end
    union all
    select
        events.*,
        persons.person_no,
        'case' as concerns
    from events
    inner join persons
        on
            events.case_id = persons.case_id
            and events.scope_key = persons.person_key
),

-- A rule is judged only where what starts and what ends its term is delivered at all.
delivered_rules as (
    select rule_id from {{ ref('int_clock_delivered_rules') }}
),

judged_roles as (
    select
        roles.*,
        horizons.judged_at,
        delivered_rules.rule_id is not null as is_delivered
    from {{ ref('int_clock_roles') }} as roles
    left join delivered_rules on roles.rule_id = delivered_rules.rule_id
    left join horizons
        on
            coalesce(roles.reporting_agency, 'none') = horizons.agency
            and horizons.case_id is null
),

known as (
    select
        addressed.*,
        judged_roles.* exclude (event_type, concerns),
        coalesce(addressed.asked_until, judged_roles.judged_at) as known_until
    from addressed
    inner join judged_roles
        on
            addressed.event_type = judged_roles.event_type
            and addressed.concerns = judged_roles.concerns
    where
        (addressed.only_rules is null or {{ in_list('judged_roles.rule_id', 'addressed.only_rules') }})
        and addressed.occurred_at <= coalesce(addressed.asked_until, judged_roles.judged_at)
        and (judged_roles.is_delivered or addressed.is_lenient)
),

final as (
    select
        person_no,
        role_no,
        event_id,
        can_be_deferred and coalesce({{ clock_word('attributes', "'identity_unknown'") }} = 'true', false) as is_pending,
        occurred_at,
        has_time,
        case
            when role in ('start', 'end') and position('_on' in attributes) + position('"date"' in attributes) > 0
                then coalesce(
                    {{ cast_or_null(clock_attribute('attributes', "case when role = 'end' then 'mailed_on' else 'date' end"), 'timestamp') }},
                    occurred_at
                )
            else occurred_at
        end as counted_at,
        case
            when has_time then occurred_at
            when role_rank < 3 then cast(cast(occurred_at as date) as timestamp)
            else {{ end_of_day('cast(occurred_at as date)') }}
        end as sort_at,
        known_until as judged_at,
        -- Texts are dear to carry; only extensions and terms that depend on a fact are read from them again.
        case when needs_attributes then attributes end as attributes
    from known
    where
        {{ clock_condition_holds(1) }}
        and {{ clock_condition_holds(2) }}
        and (
            foreign_kinds is null
            or not coalesce({{ in_list(clock_word('attributes', "'kind'"), 'foreign_kinds') }}, false)
        )
)

select * from final
