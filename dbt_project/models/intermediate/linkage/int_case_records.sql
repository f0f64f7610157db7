-- Grain: one live record that is a case of its own in one agency's system.
-- Belongs here: the six kinds of records that linkage joins to cases. Keep out: links, meaning.
with

records as (
    select
        {{ record_key('police', 'cases', 'case_no') }} as record_key,
        agency, source_table, source_record_id,
        substr(unit_code, 1, 6) as region_code,
        unit_code
    from {{ ref('stg_police__cases') }}
    union all
    select
        {{ record_key('procuratorate', 'arrest_review', 'case_no') }},
        agency, source_table, source_record_id,
        right(procuratorate_code, 6),
        sending_unit_code
    from {{ ref('stg_procuratorate__arrest_reviews') }}
    union all
    select
        {{ record_key('procuratorate', 'prosecution_review', 'case_no') }},
        agency, source_table, source_record_id,
        right(procuratorate_code, 6),
        sending_unit_code
    from {{ ref('stg_procuratorate__prosecution_reviews') }}
    union all
    select
        {{ record_key('court', 'cases', 'court_case_id') }},
        agency, source_table, source_record_id,
        right(court_code, 6),
        unit_code
    from {{ ref('stg_court__cases') }}
    union all
    select
        {{ record_key('justice', 'assessments', 'assessment_no') }},
        agency, source_table, source_record_id,
        null,
        unit_code
    from {{ ref('stg_justice__assessments') }}
    union all
    select
        {{ record_key('justice', 'subjects', 'correction_no') }},
        agency, source_table, source_record_id,
        substr(correction_no, 3, 6),
        unit_code
    from {{ ref('stg_justice__subjects') }}
)

select * from records
