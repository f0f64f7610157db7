-- Grain: one delivered row that does not hold a document but tells of its way: a hand-off on the
-- platform that carries it, or a record of the receiver that quotes its number.
-- Nuance: numbers are compared in one written form within one case; of copies with one number the one
-- in force is meant. A returned hand-off is part of the way but is no receipt. The day on which the
-- receiver accepted the case is the day on which it had the document.
-- Belongs here: who handed over, received or quoted which document. Keep out: the document itself.
with

numbered as (
    select document_id, case_id, agency, document_no_normalized, person_id
    from {{ ref('int_documents_merged') }}
    where case_id is not null and document_no_normalized is not null
    qualify row_number() over (
        partition by case_id, agency, document_no_normalized
        order by coalesce(document_status_code, '01') <> '01', made_at desc nulls last, document_id
    ) = 1
),

carried as (
    select
        case_id, sender_agency as author_agency, agency, source_table, source_record_id,
        'handed_over' as source_role, document_no_normalized, receiver_agency, sent_at,
        case when flow_status_code <> 'B' and returned_at is null then received_at end as received_at,
        _source_file, _source_row
    from {{ ref('int_handoffs') }}
    where case_id is not null and document_no_normalized is not null
),

quoted as (
    select
        {{ record_key('procuratorate', 'arrest_review', 'case_no') }} as record_key,
        'police' as author_agency, agency, source_table, source_record_id,
        arrest_request_no_normalized as document_no_normalized, accepted_date,
        _source_file, _source_row
    from {{ ref('stg_procuratorate__arrest_reviews') }}
    union all
    select
        {{ record_key('procuratorate', 'prosecution_review', 'case_no') }},
        'police', agency, source_table, source_record_id,
        prosecution_opinion_no_normalized, accepted_date, _source_file, _source_row
    from {{ ref('stg_procuratorate__prosecution_reviews') }}
    union all
    select
        {{ record_key('court', 'cases', 'court_case_id') }},
        'procuratorate', agency, source_table, source_record_id,
        indictment_no_normalized, filed_date, _source_file, _source_row
    from {{ ref('stg_court__cases') }}
),

ways as (
    select * from carried
    union all
    select
        components.case_id, quoted.author_agency, quoted.agency, quoted.source_table,
        quoted.source_record_id, 'quoted', quoted.document_no_normalized, quoted.agency, null,
        cast(quoted.accepted_date as timestamp), quoted._source_file, quoted._source_row
    from quoted
    inner join {{ ref('int_case_components') }} as components
        on quoted.record_key = components.record_key
    where quoted.document_no_normalized is not null
),

final as (
    select
        numbered.document_id,
        ways.* exclude (document_no_normalized)
    from ways
    inner join numbered
        on
            ways.case_id = numbered.case_id
            and ways.author_agency = numbered.agency
            and ways.document_no_normalized = numbered.document_no_normalized
)

select * from final
