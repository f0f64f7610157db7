-- Grain: one case with events that clocks can use, or that had some when clocks were counted last.
-- Nuance: changed are cases whose events differ from those that were counted, that have events which were
-- not yet known then (after the earliest data date of an agency), or in which a time that the law caps was
-- running. Without an earlier count every case is changed.
-- Belongs here: what this run must count. Keep out: counting.
{{ config(materialized='table', pre_hook="{{ drop_kept_clocks() }}") }}
{%- set counts_changed = counts_changed_cases() %}
{%- set suspensions = ref('clock_suspensions') %}
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

capped as (
    select distinct changes.case_id
    from {{ earlier_clock_relation('int_clock_changes') }} as changes
    inner join {{ suspensions }} as pairs on changes.event_type = pairs.start_event
    where pairs.max_months is not null and changes.until_day is null
),

final as (
    select
        coalesce(fingerprints.case_id, counted.case_id) as case_id,
        fingerprints.last_event_at,
        fingerprints.fingerprint,
        fingerprints.case_id is null as is_gone,
        counted.case_id is null
        or fingerprints.case_id is null
        or fingerprints.fingerprint <> counted.fingerprint
        or fingerprints.last_event_at > counted.counted_until
        or capped.case_id is not null as is_changed
    from fingerprints
    full outer join counted on fingerprints.case_id = counted.case_id
    left join capped on fingerprints.case_id = capped.case_id
)
{%- else %}

final as (
    select
        case_id,
        last_event_at,
        fingerprint,
        false as is_gone,
        true as is_changed
    from fingerprints
)
{%- endif %}

select * from final
