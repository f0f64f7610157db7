-- Grain: one signed document that was withdrawn or declared void.
-- Nuance: one that had been served already weighs more.
with

found as (
    select
        *,
        served_at is not null as was_served
    from {{ ref('int_documents_merged') }}
    where case_id is not null and document_status_code in ('02', '04')
),

final as (
    {{ finding_row(
        'document_withdrawn', 'found', key='document_id', seen_at='entered_at', agency='agency', unit='issuing_unit_code',
        document='document_id', severity="case when was_served then 'high' end",
        reason_zh="'文书' || coalesce(document_no, '') || case document_status_code when '04' then '已作废' else '已撤回' end || case when was_served then ',此前已经送达' else '' end || '。'",
        reason_en="'Document ' || coalesce(document_no, '') || case document_status_code when '04' then ' was declared void' else ' was withdrawn' end || case when was_served then ' after it had been served' else '' end || '.'",
        evidence={'document_no': 'document_no', 'document_type': 'document_type_code', 'status': 'document_status_code', 'issued_at': 'cast(issued_at as varchar)', 'served_at': 'cast(served_at as varchar)'}
    ) }}
)

select * from final
