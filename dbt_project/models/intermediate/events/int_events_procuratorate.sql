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
        reviews.unit_code,
        reviews.sending_unit_code
    from {{ ref('stg_procuratorate__arrest_review_suspects') }} as suspects
    inner join arrest_reviews as reviews on suspects.case_no = reviews.case_no
),

reviews as (select * from {{ ref('stg_procuratorate__prosecution_reviews') }}),

review_suspects as (
    select
        suspects.*,
        reviews.accepted_date,
        reviews.unit_code,
        reviews.suggested_procedure_code,
        -- 04 and 05 are the measures that keep a person in a detention house.
        suspects.measure_code in ('04', '05') as is_in_custody
    from {{ ref('stg_procuratorate__prosecution_review_suspects') }} as suspects
    inner join reviews on suspects.case_no = reviews.case_no
),

supplementary_returns as (select * from {{ ref('stg_procuratorate__prosecution_review_returns') }}),

extensions as (select * from {{ ref('stg_procuratorate__prosecution_review_extensions') }}),

arrest_documents as (select * from {{ ref('stg_procuratorate__arrest_review_documents') }}),

review_documents as (
    select
        documents.*,
        reviews.unit_code
    from {{ ref('stg_procuratorate__prosecution_review_documents') }} as documents
    inner join reviews on documents.case_no = reviews.case_no
),

-- A decision document names no person; its number stands beside the person that it decides on.
refusals as (
    select
        arrest_suspects.*,
        arrest_documents.served_at
    from arrest_suspects
    inner join arrest_documents
        on
            arrest_suspects.case_no = arrest_documents.case_no
            and arrest_suspects.document_no_normalized = arrest_documents.document_no_normalized
    where arrest_documents.document_type_code = '2003'
),

conditional_decisions as (
    select
        review_suspects.*,
        review_documents.served_at
    from review_suspects
    inner join review_documents
        on
            review_suspects.case_no = review_documents.case_no
            and review_suspects.document_no_normalized = review_documents.document_no_normalized
    where review_documents.document_type_code = '2038'
),

protests as (select * from {{ ref('stg_procuratorate__prosecution_review_protests') }}),

final as (
    {{ event_rows('arrest_suspects', 'arrest_request_received', 'accepted_date', arrest_key, person=arrest_person, unit='unit_code', attributes={'in_custody': 'is_in_custody'}) }}
    union all
    {{ event_rows('arrest_suspects', 'arrest_decision', 'decided_date', arrest_key, person=arrest_person, unit='unit_code', attributes={'decision': 'arrest_decision_code', 'document_no': 'document_no'}) }}
    union all
    {{ event_rows('refusals', 'arrest_refusal_received', 'served_at', arrest_key, person=arrest_person, unit='sending_unit_code', attributes={'document_no': 'document_no'}) }}
    union all
    {{ event_rows('arrest_reviews', 'arrest_review_concluded', 'concluded_date', arrest_key, unit='unit_code') }}
    union all
    {{ event_rows('review_suspects', 'transfer_received', 'accepted_date', review_key, person=review_person, unit='unit_code', attributes={'in_custody': 'is_in_custody', 'expected_gt1y': 'case when suggested_maximum_months is not null then suggested_maximum_months > 12 end', 'suggested_procedure': 'suggested_procedure_code'}) }}
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
    {{ event_rows('conditional_decisions', 'served', 'served_at', review_key, person=review_person, unit='unit_code', attributes={'document_no': 'document_no'}) }}
    {%- for code, event_type in [('2013', 'reconsideration_decision'), ('2014', 'recheck_decision')] %}
    union all
    {{ event_rows('review_documents', event_type, 'issued_at', review_key, unit='unit_code', attributes={'business_type': "'B307'", 'document_no': 'document_no'}, number='item_seq', condition="document_type_code = '" ~ code ~ "'") }}
    union all
    {{ event_rows('arrest_documents', event_type, 'issued_at', arrest_key, attributes={'business_type': "'B205'", 'document_no': 'document_no'}, number='item_seq', condition="document_type_code = '" ~ code ~ "'") }}
    {%- endfor %}
    {%- for codes, event_type in [("'2016', '2017'", 'rights_informed'), ("'2018'", 'victim_informed')] %}
    union all
    {{ event_rows('review_documents', event_type, 'coalesce(served_at, issued_at)', review_key, unit='unit_code', attributes={'document_type': 'document_type_code'}, number='item_seq', condition='document_type_code in (' ~ codes ~ ')') }}
    {%- endfor %}
    union all
    {{ event_rows('protests', 'protest_filed', 'protested_date', review_key, attributes={'document_no': 'document_no', 'result': 'protest_result_code'}, number='item_seq') }}
)

select * from final
