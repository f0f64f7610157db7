-- Grain: one event that a procuratorate record tells of.
-- Belongs here: which column of the procuratorate is which event. Keep out: merging.
{%- set arrest_key = record_key('procuratorate', 'arrest_review', 'case_no') -%}
{%- set arrest_person = record_key('procuratorate', 'arrest_review', 'source_person_no') -%}
{%- set review_key = record_key('procuratorate', 'prosecution_review', 'case_no') -%}
{%- set review_person = record_key('procuratorate', 'prosecution_review', 'source_person_no') %}
with

arrest_reviews as (select * from {{ ref('stg_procuratorate__arrest_reviews') }}),

arrest_suspects as (
    select
        suspects.*,
        reviews.accepted_date,
        reviews.unit_code
    from {{ ref('stg_procuratorate__arrest_review_suspects') }} as suspects
    inner join arrest_reviews as reviews on suspects.case_no = reviews.case_no
),

reviews as (select * from {{ ref('stg_procuratorate__prosecution_reviews') }}),

review_suspects as (
    select
        suspects.*,
        reviews.accepted_date,
        reviews.unit_code,
        -- 04 and 05 are the measures that keep a person in a detention house.
        suspects.measure_code in ('04', '05') as is_in_custody
    from {{ ref('stg_procuratorate__prosecution_review_suspects') }} as suspects
    inner join reviews on suspects.case_no = reviews.case_no
),

supplementary_returns as (select * from {{ ref('stg_procuratorate__prosecution_review_returns') }}),

extensions as (select * from {{ ref('stg_procuratorate__prosecution_review_extensions') }}),

protests as (select * from {{ ref('stg_procuratorate__prosecution_review_protests') }}),

final as (
    {{ event_rows('arrest_suspects', 'arrest_request_received', 'accepted_date', arrest_key, person=arrest_person, unit='unit_code', attributes={'in_custody': 'is_in_custody'}) }}
    union all
    {{ event_rows('arrest_suspects', 'arrest_decision', 'decided_date', arrest_key, person=arrest_person, unit='unit_code', attributes={'decision': 'arrest_decision_code', 'document_no': 'document_no'}) }}
    union all
    {{ event_rows('arrest_reviews', 'arrest_review_concluded', 'concluded_date', arrest_key, unit='unit_code') }}
    union all
    {{ event_rows('review_suspects', 'transfer_received', 'accepted_date', review_key, person=review_person, unit='unit_code', attributes={'in_custody': 'is_in_custody', 'expected_gt1y': 'case when suggested_maximum_months is not null then suggested_maximum_months > 12 end'}) }}
    union all
    {{ event_rows('review_suspects', 'plea_statement_signed', 'plea_signed_date', review_key, person=review_person, unit='unit_code') }}
    union all
    {{ event_rows('review_suspects', 'prosecution_decision', 'decided_date', review_key, person=review_person, unit='unit_code', attributes={'decision': 'prosecution_decision_code'}, condition="prosecution_decision_code = 'P10'") }}
    union all
    {{ event_rows('review_suspects', 'nonprosecution_decision', 'decided_date', review_key, person=review_person, unit='unit_code', attributes={'decision': 'prosecution_decision_code', 'document_no': 'document_no'}, condition="prosecution_decision_code in ('P21', 'P22', 'P23')") }}
    union all
    {{ event_rows('review_suspects', 'conditional_decision', 'decided_date', review_key, person=review_person, unit='unit_code', attributes={'decision': 'prosecution_decision_code', 'document_no': 'document_no'}, condition="prosecution_decision_code = 'P24'") }}
    union all
    {{ event_rows('review_suspects', 'case_transferred', 'decided_date', review_key, person=review_person, unit='unit_code', condition="prosecution_decision_code = 'P30'") }}
    union all
    {{ event_rows('reviews', 'prosecution_review_concluded', 'concluded_date', review_key, unit='unit_code') }}
    union all
    {{ event_rows('reviews', 'sent_to_court', 'sent_to_court_date', review_key, unit='unit_code', attributes={'indictment_no': 'indictment_no', 'suggested_procedure': 'suggested_procedure_code'}) }}
    union all
    {{ event_rows('supplementary_returns', 'returned_for_supplementary', 'returned_date', review_key, attributes={'return_seq': 'return_seq', 'document_no': 'document_no'}, number='return_seq') }}
    union all
    {{ event_rows('supplementary_returns', 'resubmitted', 'resubmitted_date', review_key, attributes={'return_seq': 'return_seq'}, number='return_seq') }}
    union all
    {{ event_rows('extensions', 'extension_granted', 'approved_date', review_key, attributes={'kind': "'plus_15'", 'approver': "'procuratorate'", 'until': 'cast(extended_until_date as varchar)'}, number='item_seq') }}
    union all
    {{ event_rows('protests', 'protest_filed', 'protested_date', review_key, attributes={'document_no': 'document_no', 'result': 'protest_result_code'}, number='item_seq') }}
)

select * from final
