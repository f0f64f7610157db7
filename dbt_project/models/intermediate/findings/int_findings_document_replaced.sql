-- Grain: one corrected copy that took the place of a signed document.
-- Nuance: a copy whose date differs from that of the original by more than a day weighs more.
with

documents as (
    select * from {{ ref('int_documents_merged') }}
    where case_id is not null
),

found as (
    select
        copies.*,
        originals.document_no as original_no,
        originals.issued_at as original_issued_at,
        coalesce(originals.document_no_normalized <> copies.document_no_normalized, false) as is_number_changed
    from documents as copies
    left join documents as originals on copies.replaces_document_id = originals.document_id
    where copies.replaces_document_id is not null
),

final as (
    {{ finding_row(
        'document_replaced', 'found', key='document_id', seen_at='entered_at', agency='agency', unit='issuing_unit_code',
        document='document_id', related_document='replaces_document_id', severity="case when is_number_changed then 'medium' end",
        reason_zh="'文书' || coalesce(document_no, '') || '替换了' || coalesce(cast(cast(original_issued_at as date) as varchar) || '签发的', '') || '原文书' || case when is_number_changed then ',且文号改变' else '' end || '。'",
        reason_en="'Document ' || coalesce(document_no, '') || ' replaced the original' || coalesce(' signed ' || cast(cast(original_issued_at as date) as varchar), '') || case when is_number_changed then ', under another number' else '' end || '.'",
        evidence={'document_no': 'document_no', 'document_type': 'document_type_code', 'original_no': 'original_no', 'original_issued_at': 'cast(original_issued_at as varchar)', 'issued_at': 'cast(issued_at as varchar)'}
    ) }}
)

select * from final
