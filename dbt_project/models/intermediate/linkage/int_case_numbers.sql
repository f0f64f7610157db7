-- Grain: one number under which one case record can be found, per kind of number.
-- Belongs here: numbers that an agency gave itself. Keep out: numbers quoted from others
-- (int_case_references).
with

numbers as (
    select
        {{ record_key('police', 'cases', 'case_no') }} as record_key,
        'case_no' as number_kind,
        case_no as number_text,
        case_no as number_normalized,
        unit_code
    from {{ ref('stg_police__cases') }}
    union all
    select
        {{ record_key('procuratorate', 'arrest_review', 'case_no') }},
        'case_no', case_no, case_no, null
    from {{ ref('stg_procuratorate__arrest_reviews') }}
    union all
    select
        {{ record_key('procuratorate', 'prosecution_review', 'case_no') }},
        'case_no', case_no, case_no, null
    from {{ ref('stg_procuratorate__prosecution_reviews') }}
    union all
    select
        {{ record_key('procuratorate', 'arrest_review', 'case_no') }},
        'department_case_no', department_case_no, department_case_no_normalized, null
    from {{ ref('stg_procuratorate__arrest_reviews') }}
    union all
    select
        {{ record_key('procuratorate', 'prosecution_review', 'case_no') }},
        'department_case_no', department_case_no, department_case_no_normalized, null
    from {{ ref('stg_procuratorate__prosecution_reviews') }}
    union all
    select
        {{ record_key('procuratorate', 'prosecution_review', 'case_no') }},
        'indictment_no', indictment_no, indictment_no_normalized, null
    from {{ ref('stg_procuratorate__prosecution_reviews') }}
    union all
    select
        {{ record_key('court', 'cases', 'court_case_id') }},
        'case_no', case_no, case_no_normalized, null
    from {{ ref('stg_court__cases') }}
    union all
    select
        {{ record_key('justice', 'assessments', 'assessment_no') }},
        'case_no', assessment_no, assessment_no, null
    from {{ ref('stg_justice__assessments') }}
    union all
    select
        {{ record_key('justice', 'subjects', 'correction_no') }},
        'case_no', correction_no, correction_no, null
    from {{ ref('stg_justice__subjects') }}
    union all
    select
        {{ record_key('police', 'cases', 'case_no') }},
        'document_no', document_no, document_no_normalized, unit_code
    from {{ ref('stg_police__documents') }}
    union all
    select
        {{ record_key('procuratorate', 'arrest_review', 'case_no') }},
        'document_no', document_no, document_no_normalized, null
    from {{ ref('stg_procuratorate__arrest_review_documents') }}
    union all
    select
        {{ record_key('procuratorate', 'prosecution_review', 'case_no') }},
        'document_no', document_no, document_no_normalized, null
    from {{ ref('stg_procuratorate__prosecution_review_documents') }}
    union all
    select
        {{ record_key('court', 'cases', 'court_case_id') }},
        'document_no', document_no, document_no_normalized, null
    from {{ ref('stg_court__documents') }}
),

-- One number counts once per record and kind, however many documents carry it.
distinct_numbers as (
    select
        record_key,
        number_kind,
        number_normalized,
        min(number_text) as number_text,
        min(unit_code) as unit_code
    from numbers
    where number_normalized is not null
    group by record_key, number_kind, number_normalized
),

-- A document of a deleted record leads nowhere.
final as (
    select
        distinct_numbers.record_key,
        records.agency,
        records.source_table,
        records.source_record_id,
        records.region_code,
        distinct_numbers.number_kind,
        distinct_numbers.number_normalized,
        distinct_numbers.number_text,
        distinct_numbers.unit_code
    from distinct_numbers
    inner join {{ ref('int_case_records') }} as records
        on distinct_numbers.record_key = records.record_key
)

select * from final
