-- Grain: one document whose date contradicts its number.
-- Nuance: serials are given at the moment of making. The witness is a document of the same series with a
-- lower number and a later date that was entered before; it must not itself be dated after its entry, so
-- that one mistyped number or date accuses nobody else. A corrected copy keeps the number and is left out,
-- and so are judgments, whose number is that of the case.
with

court_numbers as (
    select distinct case_no_normalized from {{ ref('stg_court__cases') }}
),

documents as (
    select
        documents.*,
        cast(documents.made_at as date) as made_date,
        cast(documents.entered_at as date) as entered_date,
        {{ number_series('documents.document_no_normalized') }} as series,
        {{ number_serial('documents.document_no_normalized') }} as serial,
        {{ cast_or_null("substr(documents.document_no_normalized, position('(20' in documents.document_no_normalized) + 1, 4)", 'integer') }}
            as number_year
    from {{ ref('int_documents_merged') }} as documents
    left join court_numbers on documents.document_no_normalized = court_numbers.case_no_normalized
    where
        documents.document_no_normalized is not null
        and documents.replaces_document_record_id is null
        and court_numbers.case_no_normalized is null
        and documents.case_id is not null
),

suspicious as (
    select * from documents
    where made_date < entered_date and serial is not null
),

witnesses as (
    select
        suspicious.document_id,
        witnesses.document_id as witness_id,
        witnesses.document_no as witness_no,
        witnesses.made_date as witness_date
    from suspicious
    inner join documents as witnesses
        on
            suspicious.agency = witnesses.agency
            and suspicious.series = witnesses.series
            and suspicious.made_date < witnesses.made_date
            and suspicious.serial > witnesses.serial
            and suspicious.entered_at >= witnesses.entered_at
            and witnesses.made_at <= witnesses.entered_at
    qualify row_number() over (
        partition by suspicious.document_id order by witnesses.made_date desc, witnesses.serial, witnesses.document_id
    ) = 1
),

found as (
    select
        suspicious.*,
        witnesses.witness_id,
        witnesses.witness_no,
        witnesses.witness_date,
        {{ days_between('suspicious.made_date', 'suspicious.entered_date') }} as entry_lag_days
    from suspicious
    left join witnesses on suspicious.document_id = witnesses.document_id
    where
        witnesses.witness_id is not null
        or (suspicious.number_year > extract(year from suspicious.made_date) and suspicious.number_year between 2000 and 2100)
),

final as (
    {{ finding_row(
        'document_number_out_of_sequence', 'found', key='document_id', seen_at='entered_at', agency='agency', unit='issuing_unit_code',
        document='document_id', related_document='witness_id',
        reason_zh="case when witness_id is not null then '文号' || document_no || '落款' || cast(made_date as varchar) || ',而文号在前的' || witness_no || '落款' || cast(witness_date as varchar) || ';系统录入于' || cast(entered_date as varchar) || '。' else '文号' || document_no || '的年度晚于落款日期' || cast(made_date as varchar) || ';系统录入于' || cast(entered_date as varchar) || '。' end",
        reason_en="case when witness_id is not null then 'Number ' || document_no || ' is dated ' || cast(made_date as varchar) || ', the lower number ' || witness_no || ' ' || cast(witness_date as varchar) || '; entered ' || cast(entered_date as varchar) || '.' else 'The year of number ' || document_no || ' is later than its date ' || cast(made_date as varchar) || '; entered ' || cast(entered_date as varchar) || '.' end",
        evidence={'document_no': 'document_no', 'document_type': 'document_type_code', 'made_at': 'cast(made_at as varchar)', 'entered_at': 'cast(entered_at as varchar)', 'entry_lag_days': 'entry_lag_days', 'witness_no': 'witness_no', 'witness_date': 'cast(witness_date as varchar)'}
    ) }}
)

select * from final
