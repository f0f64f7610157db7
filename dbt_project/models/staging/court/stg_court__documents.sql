-- Grain: one live court document.
-- Belongs here: types and English names. Keep out: other relations and what the values mean.
with

live_rows as (
    {{ live_rows('court', 'documents') }}
),

final as (
    select
        "docId" as document_record_id,
        "docNo" as document_no,
        {{ normalize_number('"docNo"') }} as document_no_normalized,
        "docType" as document_type_code,
        "caseId" as court_case_id,
        "caseNo" as case_no,
        {{ normalize_number('"caseNo"') }} as case_no_normalized,
        {{ to_integer('"defendantSeq"') }} as person_seq,
        cast("madeAt" as timestamp) as made_at,
        cast("issuedAt" as timestamp) as issued_at,
        "issuerName" as issuer_name,
        cast("enteredAt" as timestamp) as entered_at,
        cast("servedAt" as timestamp) as served_at,
        "serveMethod" as service_method_code,
        "serveTo" as served_to,
        "status" as document_status_code,
        "replacesDocId" as replaces_document_record_id,
        {{ to_integer('"pages"') }} as page_count,
        "fileHash" as file_hash,
        "dataSource" as data_source,
        coalesce(cast("enteredAt" as timestamp), {{ version_time() }}) as recorded_at,
        {{ source_columns('court', 'documents') }}
    from live_rows
)

select * from final
