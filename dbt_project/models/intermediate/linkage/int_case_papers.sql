-- Grain: one paper with which a record sends a matter on, and its day.
-- Nuance: the day on which the paper was entered is the system's and cannot be set back; where it is
-- known it counts, not the printed one.
-- Belongs here: what the next agency takes up. Keep out: who took it up (int_case_link_evidence).
with

papers as (
    select
        {{ record_key('police', 'cases', 'case_no') }} as record_key,
        case document_type_code when '1029' then 'arrest_request' else 'prosecution_opinion' end
            as paper_kind,
        document_no_normalized as number_normalized,
        cast(coalesce(entered_at, issued_at, made_at) as date) as sent_date
    from {{ ref('stg_police__documents') }}
    where document_type_code in ('1029', '1088')
    union all
    select
        {{ record_key('procuratorate', 'prosecution_review', 'case_no') }},
        'indictment',
        indictment_no_normalized,
        coalesce(sent_to_court_date, concluded_date)
    from {{ ref('stg_procuratorate__prosecution_reviews') }}
    where coalesce(sent_to_court_date, concluded_date) is not null or indictment_no is not null
    union all
    select
        {{ record_key('procuratorate', 'prosecution_review', 'case_no') }},
        'review',
        case_no,
        accepted_date
    from {{ ref('stg_procuratorate__prosecution_reviews') }}
    union all
    select
        {{ record_key('court', 'cases', 'court_case_id') }},
        'trial',
        case_no_normalized,
        filed_date
    from {{ ref('stg_court__cases') }}
    union all
    select
        {{ record_key('court', 'cases', 'court_case_id') }},
        'judgment',
        case_no_normalized,
        coalesce(pronounced_date, closed_date)
    from {{ ref('stg_court__cases') }}
    union all
    select
        {{ record_key('court', 'cases', 'court_case_id') }},
        'sentence',
        case_no_normalized,
        coalesce(effective_date, pronounced_date, closed_date)
    from {{ ref('stg_court__cases') }}
),

distinct_papers as (
    select distinct
        record_key,
        paper_kind,
        number_normalized,
        {{ number_key('number_normalized') }} as number_key,
        sent_date
    from papers
)

select
    distinct_papers.*,
    records.region_code,
    records.unit_code
from distinct_papers
inner join {{ ref('int_case_records') }} as records
    on distinct_papers.record_key = records.record_key
