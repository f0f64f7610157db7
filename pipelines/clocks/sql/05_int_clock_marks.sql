-- Grain: one event of one person (`person_key` '' = the case as a whole) in one part it plays in a rule.
-- Nuance: an event without a person concerns everybody in the case: it stands here once per person for
-- rules about persons. Rules about cases see the events of all persons as one row of events; `person_key`
-- is then '' or, where a case holds several records with a clock each, '#' and the record.
-- `counted_at` is the moment from which or to which is counted: the date that the event names (a hearing,
-- the expiry of a term), the posting date of a mailed document (刑诉法 105③), else when it happened.
-- Written down because half a dozen relations read it; of an extension only the rules that may mean it.
-- Belongs here: who plays which part. Keep out: what follows from it.
with
events as (
    select
        case_id,
        person_id,
        event_id,
        event_type,
        occurred_at,
        coalesce(attributes, '{}') as attributes,
        -- Midnight is a day without a time of day, unless the event says that it is meant.
        occurred_at <> cast(cast(occurred_at as date) as timestamp)
        or coalesce(lower(case when position('"' || 'has_time' || '"' in coalesce(attributes, '{}')) > 0 then json_extract_string(coalesce(attributes, '{}'), '$.' || 'has_time') end) = 'true', false) as has_time,
        only_rules,
        -- One case may hold several reports, indictments or matters; each has a clock of its own.
        coalesce('#' || record_scope, '') as scope_key
    from intermediate.int_clock_events
),
persons as (
    select distinct case_id, person_id
    from events
    where person_id is not null
),
addressed as (
    select events.*, events.person_id as person_key
    from events
    where events.person_id is not null
    union all
    select events.*, coalesce(persons.person_id, '') as person_key
    from events
    left join persons on events.case_id = persons.case_id
    where events.person_id is null
),
roles as (
    select * from intermediate.int_clock_roles
),
-- A rule is judged only where what starts and what ends its term is delivered at all.
delivered_rules as (
    select rule_id from intermediate.int_clock_delivered_rules
),
horizons as (
    select * from intermediate.int_clock_horizons
),
judged_roles as (
    select
        roles.*,
        horizons.judged_at,
        delivered_rules.rule_id is not null as is_delivered
    from roles
    left join delivered_rules on roles.rule_id = delivered_rules.rule_id
    left join horizons
        on
            coalesce(roles.reporting_agency, 'none') = horizons.agency
            and horizons.case_id is null
),
played as (
    select
        addressed.person_key,
        addressed.case_id,
        addressed.event_id,
        addressed.event_type,
        addressed.occurred_at,
        addressed.has_time,
        addressed.attributes,
        judged_roles.rule_id,
        judged_roles.role,
        judged_roles.role_rank,
        judged_roles.direction,
        judged_roles.can_be_deferred,
        judged_roles.needs_attributes,
        judged_roles.foreign_kinds,
        judged_roles.is_delivered,
        judged_roles.judged_at,
        judged_roles.attribute_1,
        judged_roles.accepted_values_1,
        judged_roles.when_missing_1,
        judged_roles.attribute_2,
        judged_roles.accepted_values_2,
        judged_roles.when_missing_2
    from addressed
    inner join judged_roles
        on
            addressed.event_type = judged_roles.event_type
            and judged_roles.concerns = 'person'
    where addressed.only_rules is null or position('|' || judged_roles.rule_id || '|' in '|' || addressed.only_rules || '|') > 0
    union all
    select
        events.scope_key as person_key,
        events.case_id,
        events.event_id,
        events.event_type,
        events.occurred_at,
        events.has_time,
        events.attributes,
        judged_roles.rule_id,
        judged_roles.role,
        judged_roles.role_rank,
        judged_roles.direction,
        judged_roles.can_be_deferred,
        judged_roles.needs_attributes,
        judged_roles.foreign_kinds,
        judged_roles.is_delivered,
        judged_roles.judged_at,
        judged_roles.attribute_1,
        judged_roles.accepted_values_1,
        judged_roles.when_missing_1,
        judged_roles.attribute_2,
        judged_roles.accepted_values_2,
        judged_roles.when_missing_2
    from events
    inner join judged_roles
        on
            events.event_type = judged_roles.event_type
            and judged_roles.concerns = 'case'
    where events.only_rules is null or position('|' || judged_roles.rule_id || '|' in '|' || events.only_rules || '|') > 0
),
known as (
    select
        played.*,
        asked.asked_rule_id,
        coalesce(asked.is_lenient, false) as is_lenient,
        coalesce(asked.judged_at, played.judged_at) as known_until
    from played
    left join horizons as asked on played.case_id = asked.case_id
    where
        played.occurred_at <= coalesce(asked.judged_at, played.judged_at)
        and (played.is_delivered or asked.is_lenient)
),
final as (
    select
        case_id,
        person_key,
        rule_id,
        case
            when can_be_deferred and lower(case when position('"' || 'identity_unknown' || '"' in attributes) > 0 then json_extract_string(attributes, '$.' || 'identity_unknown') end) = 'true'
                then 'pending_start'
            else role
        end as role,
        role_rank,
        direction,
        event_id,
        event_type,
        occurred_at,
        has_time,
        case
            when role in ('start', 'end') and position('_on' in attributes) + position('"date"' in attributes) > 0
                then coalesce(
                    try_cast(case when position('"' || case when role = 'end' then 'mailed_on' else 'date' end || '"' in attributes) > 0 then json_extract_string(attributes, '$.' || case when role = 'end' then 'mailed_on' else 'date' end) end as timestamp),
                    occurred_at
                )
            else occurred_at
        end as counted_at,
        case
            when has_time then occurred_at
            when role_rank < 3 then cast(cast(occurred_at as date) as timestamp)
            else (cast(cast(occurred_at as date) as timestamp) + interval '23 hours 59 minutes 59 seconds')
        end as sort_at,
        known_until as judged_at,
        -- Texts are dear to carry; only extensions and terms that depend on a fact are read from them again.
        case when needs_attributes then attributes end as attributes
    from known
    where
        (
            attribute_1 is null
            or coalesce(position('|' || lower(case when position('"' || attribute_1 || '"' in attributes) > 0 then json_extract_string(attributes, '$.' || attribute_1) end) || '|' in '|' || accepted_values_1 || '|') > 0, false)
            or (
                lower(case when position('"' || attribute_1 || '"' in attributes) > 0 then json_extract_string(attributes, '$.' || attribute_1) end) is null
                and (
                    when_missing_1 = 'passes'
                    or (when_missing_1 = 'lenient' and is_lenient)
                    or (when_missing_1 in ('lenient', 'named') and coalesce(asked_rule_id, '') = rule_id)
                )
            )
        )
        and (
            attribute_2 is null
            or coalesce(position('|' || lower(case when position('"' || attribute_2 || '"' in attributes) > 0 then json_extract_string(attributes, '$.' || attribute_2) end) || '|' in '|' || accepted_values_2 || '|') > 0, false)
            or (
                lower(case when position('"' || attribute_2 || '"' in attributes) > 0 then json_extract_string(attributes, '$.' || attribute_2) end) is null
                and (
                    when_missing_2 = 'passes'
                    or (when_missing_2 = 'lenient' and is_lenient)
                    or (when_missing_2 in ('lenient', 'named') and coalesce(asked_rule_id, '') = rule_id)
                )
            )
        )
        and (
            foreign_kinds is null
            or not coalesce(position('|' || lower(case when position('"' || 'kind' || '"' in attributes) > 0 then json_extract_string(attributes, '$.' || 'kind') end) || '|' in '|' || foreign_kinds || '|') > 0, false)
        )
)
select * from final
