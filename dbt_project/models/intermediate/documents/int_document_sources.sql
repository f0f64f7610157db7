-- Grain: one document as one delivered row reports it, with the document (fact) it belongs to.
-- Nuance: a document keeps the id of the agency that made it. The procuratorate repeats its documents
-- in the arrest and the prosecution case: one document with two sources. Where another agency lists a
-- document of the author (the same type and number in one case), its row joins the author's, the copy
-- in force first. Corrected copies have ids of their own and stay beside what they replace.
-- Belongs here: which rows are one document. Keep out: who only quotes it (int_document_handovers).
with

told as (
    select
        components.case_id,
        persons.person_id,
        told.*,
        {{ hashed_id('D', ['told.agency', 'told.document_record_id']) }} as own_document_id,
        coalesce(types.agency_type, told.agency) = told.agency as is_author
    from {{ ref('int_documents_told') }} as told
    left join {{ ref('int_case_components') }} as components
        on told.record_key = components.record_key
    left join {{ ref('int_person_components') }} as persons
        on told.person_key = persons.person_key
    left join {{ ref('document_types') }} as types
        on told.document_type_code = types.doc_type_code
),

authored as (
    select case_id, document_type_code, document_no_normalized, own_document_id
    from told
    where is_author and case_id is not null and document_no_normalized is not null
    qualify row_number() over (
        partition by case_id, document_type_code, document_no_normalized
        order by coalesce(document_status_code, '01') <> '01', made_at desc nulls last, own_document_id
    ) = 1
),

final as (
    select
        coalesce(authored.own_document_id, told.own_document_id) as document_id,
        case
            when told.replaces_document_record_id is not null
                then {{ hashed_id('D', ['told.agency', 'told.replaces_document_record_id']) }}
        end as replaces_document_id,
        told.* exclude (own_document_id)
    from told
    left join authored
        on
            not told.is_author
            and told.case_id = authored.case_id
            and told.document_type_code = authored.document_type_code
            and told.document_no_normalized = authored.document_no_normalized
)

select * from final
