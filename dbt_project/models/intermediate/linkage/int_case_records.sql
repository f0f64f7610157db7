-- Grain: one live record that is a case of its own in one agency's system.
-- Belongs here: the six kinds of records that linkage joins to cases, when each began, about what, and
-- of which kind it is on the way of a matter. Keep out: links, meaning.
with

arrest_charges as (
    select
        case_no,
        arg_min(charge_code, coalesce(person_seq, 0) * 100 + item_seq) as charge_code
    from {{ ref('stg_procuratorate__arrest_review_charges') }}
    group by case_no
),

prosecution_charges as (
    select
        case_no,
        arg_min(charge_code, coalesce(person_seq, 0) * 100 + item_seq) as charge_code
    from {{ ref('stg_procuratorate__prosecution_review_charges') }}
    where charge_kind = '移送'
    group by case_no
),

court_charges as (
    select
        court_case_id,
        arg_min(charge_code, coalesce(person_seq, 0) * 100 + item_seq) as charge_code
    from {{ ref('stg_court__case_defendant_charges') }}
    group by court_case_id
),

records as (
    select
        {{ record_key('police', 'cases', 'case_no') }} as record_key,
        agency, source_table, source_record_id,
        'police_case' as record_kind,
        substr(unit_code, 1, 6) as region_code,
        unit_code,
        cast(accepted_at as date) as opened_date,
        cast(accepted_at as date) as paper_date,
        charge_code,
        _source_file,
        _source_row
    from {{ ref('stg_police__cases') }}
    union all
    select
        {{ record_key('procuratorate', 'arrest_review', 'reviews.case_no') }},
        agency, source_table, source_record_id,
        'arrest_review',
        right(procuratorate_code, 6),
        sending_unit_code,
        accepted_date,
        accepted_date,
        arrest_charges.charge_code,
        reviews._source_file,
        reviews._source_row
    from {{ ref('stg_procuratorate__arrest_reviews') }} as reviews
    left join arrest_charges on reviews.case_no = arrest_charges.case_no
    union all
    select
        {{ record_key('procuratorate', 'prosecution_review', 'reviews.case_no') }},
        agency, source_table, source_record_id,
        'prosecution_review',
        right(procuratorate_code, 6),
        sending_unit_code,
        accepted_date,
        accepted_date,
        prosecution_charges.charge_code,
        reviews._source_file,
        reviews._source_row
    from {{ ref('stg_procuratorate__prosecution_reviews') }} as reviews
    left join prosecution_charges on reviews.case_no = prosecution_charges.case_no
    union all
    select
        {{ record_key('court', 'cases', 'court_cases.court_case_id') }},
        agency, source_table, source_record_id,
        case
            when trial_level = 2 then 'appeal'
            when case_kind = '发回重审' then 'retrial'
            else 'trial'
        end,
        -- A court of appeal says nothing about where the matter comes from.
        case when trial_level = 1 then right(court_code, 6) end,
        unit_code,
        filed_date,
        filed_date,
        court_charges.charge_code,
        court_cases._source_file,
        court_cases._source_row
    from {{ ref('stg_court__cases') }} as court_cases
    left join court_charges on court_cases.court_case_id = court_charges.court_case_id
    union all
    select
        {{ record_key('justice', 'assessments', 'assessment_no') }},
        agency, source_table, source_record_id,
        'assessment',
        null,
        unit_code,
        coalesce(commissioned_date, received_date),
        coalesce(commissioned_date, received_date),
        null,
        _source_file,
        _source_row
    from {{ ref('stg_justice__assessments') }}
    union all
    select
        {{ record_key('justice', 'subjects', 'correction_no') }},
        agency, source_table, source_record_id,
        'subject',
        substr(correction_no, 3, 6),
        unit_code,
        coalesce(documents_received_date, started_date, effective_date),
        -- Papers may come weeks after the day that they name.
        coalesce(effective_date, documents_received_date, started_date),
        null,
        _source_file,
        _source_row
    from {{ ref('stg_justice__subjects') }}
)

select * from records
