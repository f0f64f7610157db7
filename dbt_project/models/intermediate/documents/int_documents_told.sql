{{ config(materialized='view') }}

-- Grain: one document as one delivered row reports it.
-- Nuance: a view, so that the history can ask the same relation what earlier versions told.
-- Belongs here: one shape for the documents of all agencies. Keep out: case, person, merging.
with

final as (
    select
        agency, source_table, source_record_id,
        {{ record_key('police', 'cases', 'case_no') }} as record_key,
        {{ record_key('police', 'persons', 'person_no') }} as person_key,
        document_record_id, document_no, document_no_normalized, document_type_code,
        unit_code as issuing_unit_code, made_at, issued_at, entered_at, served_at,
        document_status_code, replaces_document_record_id, page_count, activity_started_at,
        activity_ended_at, recorded_at, updated_at, _source_file, _source_row
    from {{ ref('stg_police__documents') }}
    union all
    {%- for table in ['arrest_review', 'prosecution_review'] %}
    select
        documents.agency, documents.source_table, documents.source_record_id,
        {{ record_key('procuratorate', table, 'documents.case_no') }}, null,
        document_record_id, document_no, document_no_normalized, document_type_code,
        reviews.unit_code, made_at, issued_at, entered_at, served_at,
        '01', null, null, null, null, documents.recorded_at, documents.updated_at,
        documents._source_file, documents._source_row
    from {{ ref('stg_procuratorate__' ~ table ~ '_documents') }} as documents
    inner join {{ ref('stg_procuratorate__' ~ table ~ 's') }} as reviews
        on documents.case_no = reviews.case_no
    union all
    {%- endfor %}
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
        documents.recorded_at, documents.updated_at, documents._source_file, documents._source_row
    from {{ ref('stg_court__documents') }} as documents
    left join {{ ref('stg_court__cases') }} as cases
        on documents.court_case_id = cases.court_case_id
)

select * from final
