-- Grain: one document as one delivered row reports it, with the document (fact) it belongs to.
-- Nuance: a document keeps the id of the agency that made it; the procuratorate repeats its documents
-- in the arrest and the prosecution case, which makes one document with two sources. Corrected copies
-- have ids of their own and stay beside what they replace.
with

told as (
    select
        agency, source_table, source_record_id,
        {{ record_key('police', 'cases', 'case_no') }} as record_key,
        {{ record_key('police', 'persons', 'person_no') }} as person_key,
        document_record_id, document_no, document_no_normalized, document_type_code,
        unit_code as issuing_unit_code, made_at, issued_at, entered_at, served_at,
        document_status_code, replaces_document_record_id, page_count, activity_started_at,
        activity_ended_at, recorded_at, _source_file, _source_row
    from {{ ref('stg_police__documents') }}
    union all
    select
        documents.agency, documents.source_table, documents.source_record_id,
        {{ record_key('procuratorate', 'arrest_review', 'documents.case_no') }}, null,
        document_record_id, document_no, document_no_normalized, document_type_code,
        reviews.unit_code, made_at, issued_at, entered_at, served_at,
        '01', null, null, null, null, documents.recorded_at, documents._source_file,
        documents._source_row
    from {{ ref('stg_procuratorate__arrest_review_documents') }} as documents
    inner join {{ ref('stg_procuratorate__arrest_reviews') }} as reviews
        on documents.case_no = reviews.case_no
    union all
    select
        documents.agency, documents.source_table, documents.source_record_id,
        {{ record_key('procuratorate', 'prosecution_review', 'documents.case_no') }}, null,
        document_record_id, document_no, document_no_normalized, document_type_code,
        reviews.unit_code, made_at, issued_at, entered_at, served_at,
        '01', null, null, null, null, documents.recorded_at, documents._source_file,
        documents._source_row
    from {{ ref('stg_procuratorate__prosecution_review_documents') }} as documents
    inner join {{ ref('stg_procuratorate__prosecution_reviews') }} as reviews
        on documents.case_no = reviews.case_no
    union all
    select
        documents.agency, documents.source_table, documents.source_record_id,
        {{ record_key('court', 'cases', 'documents.court_case_id') }},
        case
            when documents.person_seq is not null
                then {{ record_key('court', 'cases', "documents.court_case_id || '#' || cast(documents.person_seq as varchar)") }}
        end,
        document_record_id, document_no, document_no_normalized, document_type_code,
        cases.unit_code, made_at, issued_at, entered_at, served_at,
        document_status_code, replaces_document_record_id, page_count, null, null,
        documents.recorded_at, documents._source_file, documents._source_row
    from {{ ref('stg_court__documents') }} as documents
    left join {{ ref('stg_court__cases') }} as cases
        on documents.court_case_id = cases.court_case_id
),

final as (
    select
        {{ hashed_id('D', ['told.agency', 'told.document_record_id']) }} as document_id,
        components.case_id,
        persons.person_id,
        case
            when told.replaces_document_record_id is not null
                then {{ hashed_id('D', ['told.agency', 'told.replaces_document_record_id']) }}
        end as replaces_document_id,
        told.*
    from told
    left join {{ ref('int_case_components') }} as components
        on told.record_key = components.record_key
    left join {{ ref('int_person_components') }} as persons
        on told.person_key = persons.person_key
)

select * from final
