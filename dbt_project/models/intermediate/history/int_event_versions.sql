-- Grain: one span of days of delivery in which one event was known to be the same.
-- Nuance: between two days on which a source of the event appeared, changed or went, the event is
-- what its sources of that time make of it, by the rule of today (merged_events).
with

claims as (select * from {{ ref('int_event_claim_versions') }}),

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
            and (claims.known_to is null or spans.known_from < claims.known_to)
),

merged as (
    {{ merged_events('valid', ['event_id', 'known_from']) }}
),

final as (
    {{ joined_spans('merged', 'event_id', ['case_id', 'person_id', 'event_type', 'agency', 'unit_code', 'occurred_at', 'attributes'], ['dated_by_agency', 'source_count', 'recorded_at', 'source_table', 'source_record_id', '_source_file', '_source_row']) }}
)

select * from final
