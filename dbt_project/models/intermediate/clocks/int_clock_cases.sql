-- Grain: one case whose clocks this run counts.
-- Nuance: a case is counted when its events differ from those that were counted, when it has events which
-- were not yet known then or are no longer known now (after the earliest data date of an agency), when a
-- time that the law caps was running in it or would run again, and when it has an event of a rule which was
-- not judged then and is now (int_clock_delivered_rules), or the other way round. Without an earlier count
-- every case is.
-- Belongs here: what this run must count. Keep out: counting.
{{ config(
    materialized='table',
    pre_hook="{{ drop_kept_clocks() }}",
    post_hook="{{ mark_cases_as_pending() }}"
) }}
{%- set counts_changed = counts_changed_cases() %}
{%- set suspensions = ref('clock_suspensions') %}
{%- set delivered_rules = ref('int_clock_delivered_rules') %}
{%- set roles = ref('int_clock_roles') %}
{%- set horizons = ref('int_clock_horizons') %}
with

fingerprints as (
    select
        case_id,
        max(occurred_at) as last_event_at,
        {{ rows_fingerprint([
            'event_id', 'person_id', 'event_type', 'occurred_at', 'attributes', 'only_rules', 'record_scope',
        ]) }} as fingerprint
    from {{ ref('int_clock_events') }}
    group by case_id
),
{%- if counts_changed %}

counted as (
    select * from {{ earlier_clock_relation('int_clock_counted') }}
),

-- Up to when everything was known, then and now; a day of judgement may also be an earlier one.
known as (
    select least(min(horizons.judged_at), min(counts.counted_until)) as known_then_and_now
    from {{ horizons }} as horizons
    cross join {{ earlier_clock_relation('int_clock_counts') }} as counts
    where horizons.case_id is null
),

capped as (
    select distinct changes.case_id
    from {{ earlier_clock_relation('int_clock_changes') }} as changes
    inner join {{ suspensions }} as pairs on changes.event_type = pairs.start_event
    cross join known
    where
        pairs.max_months is not null
        and (changes.until_day is null or changes.until_day > cast(known.known_then_and_now as date))
),

-- Rules that came in or went out with what is delivered at all.
turned_rules as (
    select coalesce(now_rules.rule_id, then_rules.rule_id) as rule_id
    from {{ delivered_rules }} as now_rules
    full outer join {{ earlier_clock_relation('int_clock_counted_rules') }} as then_rules
        on now_rules.rule_id = then_rules.rule_id
    where now_rules.rule_id is null or then_rules.rule_id is null
),

turned_types as (
    select distinct roles.event_type
    from {{ roles }} as roles
    inner join turned_rules on roles.rule_id = turned_rules.rule_id
),

turned as (
    select distinct events.case_id
    from {{ ref('int_clock_events') }} as events
    inner join turned_types on events.event_type = turned_types.event_type
),

final as (
    select
        coalesce(fingerprints.case_id, counted.case_id) as case_id,
        fingerprints.fingerprint,
        fingerprints.case_id is null as is_gone
    from fingerprints
    full outer join counted on fingerprints.case_id = counted.case_id
    cross join known
    left join capped on fingerprints.case_id = capped.case_id
    left join turned on fingerprints.case_id = turned.case_id
    where
        -- Also where one side is missing; a case that is pending has no fingerprint.
        fingerprints.fingerprint is distinct from counted.fingerprint
        or fingerprints.last_event_at > known.known_then_and_now
        or capped.case_id is not null
        or turned.case_id is not null
)
{%- else %}

final as (
    select
        case_id,
        fingerprint,
        false as is_gone
    from fingerprints
)
{%- endif %}

select * from final
