-- Grain: one document that was entered more than three days after the date printed on it.
with

found as (
    select
        *,
        coalesce(issued_at, made_at) as printed_at,
        {{ days_between('cast(coalesce(issued_at, made_at) as date)', 'cast(entered_at as date)') }} as lag_days
    from {{ ref('int_documents_merged') }}
    where case_id is not null and entered_at > coalesce(issued_at, made_at) + interval 3 day
),

final as (
    {{ finding_row(
        'document_entered_late', 'found', key='document_id', seen_at='entered_at', agency='agency', unit='issuing_unit_code',
        document='document_id', days_over='lag_days',
        reason_zh="'文书落款' || cast(cast(printed_at as date) as varchar) || ',系统录入于' || cast(cast(entered_at as date) as varchar) || ',相差' || cast(lag_days as varchar) || '日。'",
        reason_en="'Dated ' || cast(cast(printed_at as date) as varchar) || ', entered ' || cast(cast(entered_at as date) as varchar) || ', ' || cast(lag_days as varchar) || ' days later.'",
        evidence={'document_no': 'document_no', 'document_type': 'document_type_code', 'printed_at': 'cast(printed_at as varchar)', 'entered_at': 'cast(entered_at as varchar)', 'lag_days': 'lag_days'}
    ) }}
)

select * from final
