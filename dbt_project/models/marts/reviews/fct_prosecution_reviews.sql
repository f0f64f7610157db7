-- Grain: one live prosecution review record.
-- Nuance: as it stood on the day of judgement, so dates after it are NULL. A case that comes back after
-- supplementary investigation keeps its number and is no new case.
with

parameters as (select * from {{ source('ledger', 'build_parameters') }}),

suspects as (select * from {{ ref('fct_prosecution_review_suspects') }}),

people as (
    select
        prosecution_review_no,
        min(charge_code) filter (where suspect_seq = 1) as charge_code,
        bool_or(is_in_custody) as has_custody,
        max(decided_date) filter (where prosecution_decision = 'P40') as withdrawn_date
    from suspects
    group by prosecution_review_no
),

supplementary_returns as (
    select
        returns.case_no,
        min(returns.returned_date) filter (where returns.return_seq = 1) as first_returned_date,
        min(returns.returned_date) filter (where returns.return_seq = 2) as second_returned_date,
        sum({{ days_between('returns.returned_date', 'returns.resubmitted_date') }}) as days_away
    from {{ ref('stg_procuratorate__prosecution_review_returns') }} as returns
    cross join parameters
    where returns.returned_date <= parameters.as_of
    group by returns.case_no
),

extensions as (
    select
        extensions.case_no,
        min(extensions.approved_date) as first_extended_date,
        max(extensions.approved_date) as last_extended_date,
        count(*) as extension_count
    from {{ ref('stg_procuratorate__prosecution_review_extensions') }} as extensions
    cross join parameters
    where extensions.approved_date <= parameters.as_of
    group by extensions.case_no
),

-- Which document types a transfer must carry is a list of the house (seed flow_requirements).
required as (
    select types.doc_type_code
    from {{ ref('document_types') }} as types
    inner join {{ ref('flow_requirements') }} as requirements
        on
            requirements.business_code = 'B301'
            and ';' || requirements.required_document_type_codes || ';' like '%;' || types.doc_type_code || ';%'
),

present as (
    select distinct case_id, document_type_code
    from {{ ref('int_documents_merged') }}
    where case_id is not null and document_status_code not in ('02', '04')
),

missing as (
    select distinct cases.case_id
    from {{ ref('int_case_components') }} as cases
    cross join required
    left join present
        on cases.case_id = present.case_id and required.doc_type_code = present.document_type_code
    where cases.source_table = 'prosecution_review' and present.case_id is null
),

reviews as (
    select
        reviews.*,
        cases.case_id,
        {{ as_judged('reviews.accepted_date') }} as judged_accepted_date,
        {{ as_judged('reviews.concluded_date') }} as judged_concluded_date,
        {{ as_judged('reviews.sent_to_court_date') }} as judged_sent_date
    from {{ ref('stg_procuratorate__prosecution_reviews') }} as reviews
    cross join parameters
    left join {{ ref('int_case_components') }} as cases
        on {{ record_key('procuratorate', 'prosecution_review', 'reviews.case_no') }} = cases.record_key
),

final as (
    select
        reviews.case_no as prosecution_review_no,
        reviews.case_id,
        reviews.procuratorate_code,
        reviews.unit_code,
        people.charge_code,
        reviews.suggested_procedure_code,
        reviews.judged_accepted_date as accepted_date,
        reviews.judged_concluded_date as concluded_date,
        reviews.judged_sent_date as sent_to_court_date,
        supplementary_returns.first_returned_date,
        supplementary_returns.second_returned_date,
        extensions.first_extended_date,
        extensions.last_extended_date,
        cast(coalesce(extensions.extension_count, 0) as integer) as extension_count,
        people.withdrawn_date,
        min(case when people.withdrawn_date is null then reviews.judged_accepted_date end) over (
            partition by reviews.case_id
            order by reviews.judged_accepted_date
            rows between 1 following and unbounded following
        ) as next_accepted_date,
        cast({{ days_between('reviews.judged_accepted_date', 'reviews.judged_concluded_date') }} as integer)
            as review_days,
        cast(
            {{ days_between('reviews.judged_accepted_date', 'reviews.judged_concluded_date') }}
            - coalesce(supplementary_returns.days_away, 0) as integer
        ) as review_days_at_hand,
        coalesce(people.has_custody, false) as has_custody,
        -- B701 tells the detention house whose detainee the person now is (换押).
        exchanges.first_received_at as custody_transferred_at,
        transfers.case_id is not null as has_handoff,
        coalesce(agencies.has_police_record, false) as has_police_record,
        missing.case_id is null as has_required_documents,
        reviews.recorded_at,
        reviews.source_table,
        reviews._source_file,
        reviews._source_row
    from reviews
    left join people on reviews.case_no = people.prosecution_review_no
    left join supplementary_returns on reviews.case_no = supplementary_returns.case_no
    left join extensions on reviews.case_no = extensions.case_no
    left join {{ ref('int_case_handoffs') }} as exchanges
        on reviews.case_id = exchanges.case_id and exchanges.business_type_code = 'B701'
    left join {{ ref('int_case_handoffs') }} as transfers
        on reviews.case_id = transfers.case_id and transfers.business_type_code = 'B301'
    left join {{ ref('int_case_agencies') }} as agencies on reviews.case_id = agencies.case_id
    left join missing on reviews.case_id = missing.case_id
)

select * from final
