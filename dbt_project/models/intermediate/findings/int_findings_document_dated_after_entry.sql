-- Grain: one document that was made, as it says, after the system had taken it in.
with

found as (
    select * from {{ ref('int_documents_merged') }}
    where case_id is not null and made_at > entered_at
),

final as (
    {{ finding_row(
        'document_dated_after_entry', 'found', key='document_id', seen_at='entered_at', agency='agency', unit='issuing_unit_code',
        document='document_id',
        reason_zh="'文书制作时间' || cast(made_at as varchar) || ',晚于系统录入时间' || cast(entered_at as varchar) || '。'",
        reason_en="'Made ' || cast(made_at as varchar) || ', after it was entered at ' || cast(entered_at as varchar) || '.'",
        evidence={'document_no': 'document_no', 'document_type': 'document_type_code', 'made_at': 'cast(made_at as varchar)', 'entered_at': 'cast(entered_at as varchar)'}
    ) }}
)

select * from final
