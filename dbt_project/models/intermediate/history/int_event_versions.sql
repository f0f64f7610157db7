-- Grain: one span of days of delivery in which one event was known to be the same.
-- Nuance: between two days on which a source of the event appeared, changed or went, the event is
-- what its sources of that time make of it, by the rule of today (merged_events).
with

told_again as (
    select event_id from {{ ref('int_event_claim_versions') }}
    group by event_id
    having count(*) > 1
),

-- Most events are told once and never changed.
alone as (
    select * from {{ ref('int_event_claim_versions') }}
    where event_id not in (select event_id from told_again)
),

claims as (
    select * from {{ ref('int_event_claim_versions') }}
    where event_id in (select event_id from told_again)
),

spans as (
    {{ known_spans('claims', 'event_id') }}
),

valid as (
    select
        claims.* exclude (known_from, known_to),
        spans.known_from,
        spans.known_to
    from claims
    inner join spans
        on
            claims.event_id = spans.event_id
            and claims.known_from <= spans.known_from
            and (claims.known_to is null or claims.known_to > spans.known_from)
),

merged as (
    {{ merged_events('valid', ['event_id', 'known_from']) }}
),

joined as (
    {{ joined_spans('merged', 'event_id', ['case_id', 'person_id', 'event_type', 'agency', 'unit_code', 'occurred_at', 'attributes'], ['dated_by_agency', 'source_count', 'recorded_at', 'source_table', '_source_file', '_source_row']) }}
),

final as (
    select
        event_id, case_id, person_id, event_type, agency, unit_code, occurred_at, attributes,
        dated_by_agency, source_count, recorded_at, source_table, _source_file, _source_row, known_from,
        known_to
    from joined
    union all
    select
        event_id, case_id, person_id, event_type, agency, unit_code, occurred_at, attributes,
        agency, 1, recorded_at, source_table, _source_file, _source_row, known_from, known_to
    from alone
)

select * from final
