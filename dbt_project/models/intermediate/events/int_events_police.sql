-- Grain: one event that a police record tells of.
-- Belongs here: which police column is which event of the vocabulary. Keep out: merging with what
-- other agencies tell (int_events_merged).
{%- set case_key = record_key('police', 'cases', 'case_no') -%}
{%- set person_key = record_key('police', 'persons', 'person_no') %}
with

cases as (select * from {{ ref('stg_police__cases') }}),

-- The notice dates the decision not to file; the status of the case only says when it was entered.
no_filing_notices as (
    select distinct case_no from {{ ref('stg_police__documents') }}
    where document_type_code = '1004' and document_status_code not in ('02', '04') and issued_at is not null
),

suspects as (
    select * from {{ ref('stg_police__persons') }}
    where person_role_code = '01'
),

measures as (select * from {{ ref('stg_police__measures') }}),

extensions as (select * from {{ ref('stg_police__custody_extensions') }}),

-- A corrected copy tells of the same act as the original, which stays; it counts where that is missing.
documents as (
    select documents.*
    from {{ ref('stg_police__documents') }} as documents
    left join {{ ref('stg_police__documents') }} as originals
        on documents.replaces_document_record_id = originals.document_record_id
    where documents.document_status_code not in ('02', '04') and originals.document_record_id is null
),

property_items as (select * from {{ ref('stg_police__property_items') }}),

-- A decision to file whose day nobody noted in the case, or noted impossibly, stands in the document.
unnoted_filings as (
    select documents.*
    from documents
    inner join cases on documents.case_no = cases.case_no
    where documents.document_type_code = '1003' and (cases.filed_at is null or cases.filed_at < cases.accepted_at)
),

final as (
    {{ event_rows('cases', 'case_received', 'accepted_at', case_key, unit='unit_code', attributes={'source': 'case_source_code'}) }}
    union all
    {{ event_rows('cases', 'filing_decision', 'filed_at', case_key, unit='unit_code') }}
    union all
    {{ event_rows('unnoted_filings', 'filing_decision', 'issued_at', case_key, unit='unit_code', attributes={'document_no': 'document_no'}) }}
    union all
    {{ event_rows('cases', 'no_filing_decision', 'recorded_at', case_key, unit='unit_code', condition="case_status_code = '21' and case_no not in (select case_no from no_filing_notices)") }}
    union all
    {{ event_rows('documents', 'no_filing_decision', 'issued_at', case_key, unit='unit_code', attributes={'document_no': 'document_no'}, condition="document_type_code = '1004'") }}
    union all
    {{ event_rows('cases', 'case_solved', 'solved_at', case_key, unit='unit_code') }}
    union all
    {{ event_rows('cases', 'investigation_concluded', 'investigation_concluded_at', case_key, unit='unit_code') }}
    union all
    {{ event_rows('cases', 'transferred_for_prosecution', 'investigation_concluded_at', case_key, unit='unit_code') }}
    union all
    {{ event_rows('cases', 'withdrawal_decision', 'withdrawn_at', case_key, unit='unit_code') }}
    union all
    {{ event_rows('cases', 'termination_decision', 'recorded_at', case_key, unit='unit_code', condition="case_status_code = '80'") }}
    union all
    {{ event_rows('cases', 'case_transferred', 'recorded_at', case_key, unit='unit_code', condition="case_status_code = '60'") }}
    union all
    {{ event_rows('cases', 'case_transferred_in', 'accepted_at', case_key, unit='unit_code', condition="origin_case_no is not null") }}
    union all
    {{ event_rows('cases', 'case_merged', 'recorded_at', case_key, unit='unit_code', condition="case_status_code = '70'") }}
    union all
    {{ event_rows('suspects', 'suspect_appeared', 'appeared_at', case_key, person=person_key, attributes={'way': 'appearance_code'}) }}
    {%- set measure_events = [
        ('01', 'arrived_for_coercive_summons', 'coercive_summons_ended'),
        ('02', 'bail_started', 'bail_released_or_changed'),
        ('03', 'rs_decision_executed', 'rs_released_or_changed'),
        ('04', 'detained', 'detention_ended'),
        ('05', 'arrested', 'arrest_ended'),
        ('06', 'rs_decision_executed', 'rs_released_or_changed'),
    ] %}
    {%- for code, begins, ends in measure_events %}
    union all
    {{ event_rows('measures', begins, 'started_at', case_key, person=person_key, unit='unit_code', attributes={'measure': 'measure_code', 'detention_limit_days': 'detention_limit_code', 'guarantee': 'guarantee_code', 'approver': 'approving_agency_code', 'due': 'cast(original_due_date as varchar)'}, condition="measure_code = '" ~ code ~ "'") }}
    union all
    {{ event_rows('measures', ends, 'ended_at', case_key, person=person_key, unit='unit_code', attributes={'end_reason': 'measure_end_code'}, number='1', condition="measure_code = '" ~ code ~ "'") }}
    {%- endfor %}
    union all
    {{ event_rows('measures', 'rs_designated_executed', 'started_at', case_key, person=person_key, unit='unit_code', number='3', condition="measure_code = '06'") }}
    union all
    {{ event_rows('measures', 'delivered_to_kss', 'admitted_at', case_key, person=person_key, unit='unit_code', attributes={'detention_house': 'detention_house_code'}) }}
    union all
    {{ event_rows('measures', 'discharged_from_kss', 'discharged_at', case_key, person=person_key, unit='unit_code', attributes={'detention_house': 'detention_house_code'}) }}
    union all
    {{ event_rows('measures', 'released', 'ended_at', case_key, person=person_key, unit='unit_code', attributes={'end_reason': 'measure_end_code'}, number='2', condition="measure_code in ('04', '05') and measure_end_code in ('04', '05', '06', '08')") }}
    union all
    {{ event_rows('extensions', 'extension_requested', 'requested_date', case_key, person=person_key, attributes={'kind': "'ext' || extension_type_code", 'from': 'cast(started_date as varchar)'}) }}
    union all
    {{ event_rows('extensions', 'extension_granted', 'approved_date', case_key, person=person_key, attributes={'kind': "'ext' || extension_type_code", 'approver': 'approving_agency_code', 'until': 'cast(ended_date as varchar)'}, condition="extension_type_code <> '160'") }}
    union all
    {{ event_rows('extensions', 'new_serious_crime_found', 'started_date', case_key, person=person_key, condition="extension_type_code = '160'") }}
    union all
    {{ event_rows('documents', 'arrest_request_submitted', 'issued_at', case_key, unit='unit_code', attributes={'document_no': 'document_no'}, condition="document_type_code = '1029'") }}
    union all
    {{ event_rows('documents', 'transferred_for_prosecution', 'issued_at', case_key, unit='unit_code', attributes={'document_no': 'document_no'}, condition="document_type_code = '1088'") }}
    union all
    {{ event_rows('documents', 'interrogation', 'activity_started_at', case_key, person=person_key, unit='unit_code', condition="document_type_code = '1042'") }}
    union all
    {{ event_rows('documents', 'inquiry', 'activity_started_at', case_key, person=person_key, unit='unit_code', condition="document_type_code = '1043'") }}
    union all
    {{ event_rows('documents', 'family_notified', 'served_at', case_key, person=person_key, unit='unit_code', attributes={'document_type': 'document_type_code'}, condition="document_type_code in ('1024', '1027', '1031')") }}
    union all
    {{ event_rows('documents', 'extension_granted', 'issued_at', case_key, person=person_key, unit='unit_code', attributes={'kind': "'detention'", 'document_no': 'document_no'}, condition="document_type_code = '1028'") }}
    union all
    {{ event_rows('documents', 'notice_served', 'served_at', case_key, unit='unit_code', attributes={'document_type': 'document_type_code'}, number='1', condition="document_type_code = '1004'") }}
    union all
    {{ event_rows('property_items', 'seized', 'seized_at', case_key, attributes={'property_type': 'property_type_code'}) }}
    union all
    {{ event_rows('property_items', 'property_passed_on', 'passed_on_at', case_key, number='1', attributes={'receiver': 'receiving_agency_code'}) }}
    union all
    {{ event_rows('property_items', 'property_released', 'disposed_at', case_key, number='2', condition="property_status_code = '30'") }}
    union all
    {{ event_rows('property_items', 'property_disposed', 'disposed_at', case_key, number='3', attributes={'way': 'property_status_code'}, condition="property_status_code in ('40', '50', '60')") }}
)

select * from final
