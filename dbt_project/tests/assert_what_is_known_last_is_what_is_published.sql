-- When this fails, a question with --as-known-at today and one without it have different answers.
{{ config(meta={'dagster': {'ref': {'name': 'history_events'}}}) }}
with

known_events as (
    select * from {{ ref('history_events') }}
    where known_to is null
),

known_documents as (
    select * from {{ ref('history_documents') }}
    where known_to is null
),

known_cases as (
    select * from {{ ref('history_cases') }}
    where known_to is null
),

-- A case of which no event is known has no history.
dated_cases as (
    select * from {{ ref('dim_cases') }}
    where first_event_at is not null
),

differing as (
    select 'event' as relation, coalesce(facts.event_id, known_events.event_id) as id
    from {{ ref('fct_events') }} as facts
    full outer join known_events on facts.event_id = known_events.event_id
    where
        facts.occurred_at is distinct from known_events.occurred_at
        or facts.case_id is distinct from known_events.case_id
        or facts.person_id is distinct from known_events.person_id
        or facts.attributes is distinct from known_events.attributes
    union all
    select 'document', coalesce(facts.document_id, known_documents.document_id)
    from {{ ref('fct_documents') }} as facts
    full outer join known_documents on facts.document_id = known_documents.document_id
    where
        facts.document_status_code is distinct from known_documents.document_status_code
        -- A document whose case was taken back keeps, in the history, the case that it had.
        or facts.case_id <> known_documents.case_id
    union all
    select 'case', coalesce(facts.case_id, known_cases.case_id)
    from dated_cases as facts
    full outer join known_cases on facts.case_id = known_cases.case_id
    where
        facts.stage is distinct from known_cases.stage
        or facts.filed_at is distinct from known_cases.filed_at
        or facts.last_event_at is distinct from known_cases.last_event_at
)

select * from differing
