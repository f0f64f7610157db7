{{ config(materialized='view') }}

-- Grain: one number that one record (or one hand-off) quotes from another record, per way of quoting.
-- Belongs here: who quotes which number of whom. Keep out: whether the number leads anywhere
-- (int_case_link_candidates).
with

quoted as (
    select
        {{ record_key('police', 'cases', 'case_no') }} as record_key,
        'police_merged' as link_method,
        'police' as target_agency,
        'case_no' as number_kind,
        {{ fold_text('merged_into_case_no') }} as number_normalized,
        unit_code
    from {{ ref('stg_police__cases') }}
    union all
    select
        {{ record_key('police', 'cases', 'case_no') }},
        'police_transferred', 'police', 'case_no',
        {{ fold_text('origin_case_no') }}, unit_code
    from {{ ref('stg_police__cases') }}
    union all
    select
        {{ record_key('procuratorate', 'arrest_review', 'case_no') }},
        'arrest_request_no', 'police', 'document_no', arrest_request_no_normalized,
        sending_unit_code
    from {{ ref('stg_procuratorate__arrest_reviews') }}
    union all
    select
        {{ record_key('procuratorate', 'arrest_review', 'case_no') }},
        'police_case_no', 'police', 'case_no', police_case_no_normalized, sending_unit_code
    from {{ ref('stg_procuratorate__arrest_reviews') }}
    union all
    select
        {{ record_key('procuratorate', 'prosecution_review', 'case_no') }},
        'prosecution_opinion_no', 'police', 'document_no', prosecution_opinion_no_normalized,
        sending_unit_code
    from {{ ref('stg_procuratorate__prosecution_reviews') }}
    union all
    select
        {{ record_key('procuratorate', 'prosecution_review', 'case_no') }},
        'police_case_no', 'police', 'case_no', police_case_no_normalized, sending_unit_code
    from {{ ref('stg_procuratorate__prosecution_reviews') }}
    union all
    select
        {{ record_key('procuratorate', 'prosecution_review', 'case_no') }},
        'arrest_review_case_no', 'procuratorate', 'case_no', arrest_review_case_no_normalized,
        null
    from {{ ref('stg_procuratorate__prosecution_reviews') }}
    union all
    select
        {{ record_key('court', 'cases', 'court_case_id') }},
        'indictment_no', 'procuratorate', 'indictment_no', indictment_no_normalized, null
    from {{ ref('stg_court__cases') }}
    union all
    select
        {{ record_key('court', 'cases', 'court_case_id') }},
        'origin_case_no', 'court', 'case_no', origin_case_no_normalized, null
    from {{ ref('stg_court__cases') }}
    union all
    select
        {{ record_key('justice', 'subjects', 'correction_no') }},
        'judgment_case_no', 'court', 'case_no', judgment_case_no_normalized, null
    from {{ ref('stg_justice__subjects') }}
    union all
    select
        {{ record_key('justice', 'assessments', 'assessment_no') }},
        'related_case_no', 'court', 'case_no', related_case_no_normalized, null
    from {{ ref('stg_justice__assessments') }}
    union all
    select
        {{ record_key('justice', 'assessments', 'assessment_no') }},
        'related_case_no', 'procuratorate', 'case_no', related_case_no_normalized, null
    from {{ ref('stg_justice__assessments') }}
    union all
    select
        {{ record_key('justice', 'assessments', 'assessment_no') }},
        'commission_no', 'court', 'document_no', document_no_normalized, null
    from {{ ref('stg_justice__assessments') }}
    union all
    select
        {{ record_key('justice', 'assessments', 'assessment_no') }},
        'commission_no', 'procuratorate', 'document_no', document_no_normalized, null
    from {{ ref('stg_justice__assessments') }}
),

final as (
    select
        quoted.*,
        records.region_code
    from quoted
    inner join {{ ref('int_case_records') }} as records on quoted.record_key = records.record_key
    where quoted.number_normalized is not null
)

select * from final
