-- Grain: one event that a court record tells of.
-- Belongs here: which column of the court is which event. Keep out: merging.
{%- set case_key = record_key('court', 'cases', 'court_case_id') -%}
{%- set person_key = record_key('court', 'cases', 'source_person_no') -%}
{%- set seq_person = record_key('court', 'cases', "court_case_id || '#' || cast(person_seq as varchar)") %}
with

cases as (select * from {{ ref('stg_court__cases') }}),

-- A corrected copy tells of the same act as the original, which stays; it counts where that is missing.
documents as (
    select documents.*
    from {{ ref('stg_court__documents') }} as documents
    left join {{ ref('stg_court__documents') }} as originals
        on documents.replaces_document_record_id = originals.document_record_id
    where documents.document_status_code not in ('02', '04') and originals.document_record_id is null
),

procedure_changes as (select * from {{ ref('stg_court__case_procedure_changes') }}),

-- The record holds the procedure of today. Which one the case began with is told by its first change,
-- else, when nobody noted the change, by the decision to apply a shorter procedure.
first_changes as (
    select * from procedure_changes
    qualify row_number() over (partition by court_case_id order by changed_date, item_seq) = 1
),

procedure_documents as (
    select
        court_case_id,
        min(issued_at) filter (where document_type_code = '3011') as converted_at,
        max(case document_type_code when '3010' then '30' when '3009' then '20' end) as first_procedure_code
    from documents
    group by court_case_id
),

beginnings as (
    select
        cases.court_case_id,
        coalesce(
            first_changes.from_procedure_code,
            case
                when cases.procedure_code = '10' and procedure_documents.converted_at is not null
                    then procedure_documents.first_procedure_code
            end,
            cases.procedure_code
        ) as first_procedure_code
    from cases
    left join first_changes on cases.court_case_id = first_changes.court_case_id
    left join procedure_documents on cases.court_case_id = procedure_documents.court_case_id
),

unnoted_conversions as (
    select documents.*
    from documents
    inner join cases on documents.court_case_id = cases.court_case_id
    left join first_changes on documents.court_case_id = first_changes.court_case_id
    where
        documents.document_type_code = '3011'
        and cases.procedure_code = '10'
        and first_changes.court_case_id is null
),

defendants as (
    select
        defendants.*,
        cases.unit_code,
        cases.filed_date,
        cases.pronounced_date,
        cases.effective_date,
        beginnings.first_procedure_code,
        cases.is_pronounced_in_court,
        cases.case_kind,
        coalesce(defendants.custody_code = '10', false) as is_in_custody
    from {{ ref('stg_court__case_defendants') }} as defendants
    inner join cases on defendants.court_case_id = cases.court_case_id
    inner join beginnings on defendants.court_case_id = beginnings.court_case_id
),

-- The day of an approval stands on the approval; the record only says from when the term is longer.
term_changes as (
    select
        changes.*,
        coalesce(least(approvals.issued_at, approvals.entered_at), cast(changes.started_date as timestamp)) as approved_at
    from {{ ref('stg_court__case_term_changes') }} as changes
    left join documents as approvals
        on
            changes.court_case_id = approvals.court_case_id
            and changes.document_no_normalized = approvals.document_no_normalized
            and approvals.document_type_code = '3012'
),

hearings as (select * from {{ ref('stg_court__case_hearings') }}),

appeals as (select * from {{ ref('stg_court__case_appeals') }}),

final as (
    {{ event_rows('defendants', 'case_accepted', 'filed_date', case_key, person=person_key, unit='unit_code', attributes={'procedure': 'first_procedure_code', 'in_custody': 'is_in_custody'}, condition="case_kind = '刑初'") }}
    union all
    {{ event_rows('defendants', 'appeal_accepted', 'filed_date', case_key, person=person_key, unit='unit_code', attributes={'in_custody': 'is_in_custody'}, condition="case_kind = '刑终'") }}
    union all
    {{ event_rows('defendants', 'remand_received', 'filed_date', case_key, person=person_key, unit='unit_code', attributes={'in_custody': 'is_in_custody'}, condition="case_kind not in ('刑初', '刑终')") }}
    union all
    {{ event_rows('cases', 'case_assigned', 'assigned_date', case_key, unit='unit_code') }}
    {%- for code, event_type in [('10', 'converted_to_ordinary'), ('20', 'converted_to_summary'), ('30', 'converted_to_fast_track')] %}
    union all
    {{ event_rows('procedure_changes', event_type, 'changed_date', case_key, attributes={'from': 'from_procedure_code'}, number='item_seq', condition="to_procedure_code = '" ~ code ~ "'") }}
    {%- endfor %}
    union all
    {{ event_rows('unnoted_conversions', 'converted_to_ordinary', 'issued_at', case_key, attributes={'document_no': 'document_no'}) }}
    {%- for codes, event_type in [("'3002'", 'indictment_served'), ("'3006', '3007'", 'notice_served'), ("'3008'", 'announced')] %}
    union all
    {{ event_rows('documents', event_type, 'coalesce(served_at, issued_at)', case_key, attributes={'document_type': 'document_type_code'}, condition='document_type_code in (' ~ codes ~ ')') }}
    {%- endfor %}
    union all
    {{ event_rows('term_changes', 'trial_term_excluded', 'started_date', case_key, attributes={'reason': 'term_reason_code', 'until': 'cast(ended_date as varchar)'}, number='item_seq', condition="term_change_code = '10'") }}
    union all
    {{ event_rows('term_changes', 'extension_granted', 'approved_at', case_key, attributes={'reason': 'term_reason_code', 'approver': 'approving_agency_code', 'until': 'cast(ended_date as varchar)'}, number='item_seq', condition="term_change_code = '20'") }}
    union all
    {{ event_rows('term_changes', 'trial_suspended', 'started_date', case_key, attributes={'reason': 'term_reason_code'}, number='item_seq', condition="term_change_code = '30'") }}
    union all
    {{ event_rows('term_changes', 'trial_resumed', 'ended_date', case_key, number='item_seq', condition="term_change_code = '30'") }}
    {%- for status, event_type in [('已开庭', 'hearing_date'), ('排期', 'hearing_scheduled'), ('取消', 'hearing_cancelled')] %}
    union all
    {{ event_rows('hearings', event_type, 'started_at', case_key, attributes={'remote': 'is_remote'}, number='item_seq', condition="coalesce(hearing_status, '已开庭') = '" ~ status ~ "'") }}
    {%- endfor %}
    union all
    {{ event_rows('defendants', 'judgment_pronounced', 'pronounced_date', case_key, person=person_key, unit='unit_code', attributes={'verdict': 'verdict_code', 'in_court': 'is_pronounced_in_court'}, condition="case_kind <> '刑终'") }}
    union all
    {{ event_rows('defendants', 'second_instance_decided', 'pronounced_date', case_key, person=person_key, unit='unit_code', attributes={'verdict': 'verdict_code'}, condition="case_kind = '刑终'") }}
    union all
    {{ event_rows('defendants', 'remand_decision', 'pronounced_date', case_key, person=person_key, unit='unit_code', condition="verdict_code = 'S30'") }}
    union all
    {{ event_rows('cases', 'judgment_served', 'judgment_served_date', case_key, unit='unit_code') }}
    union all
    {{ event_rows('defendants', 'judgment_effective', 'effective_date', case_key, person=person_key, unit='unit_code', attributes={'verdict': 'verdict_code', 'sentence': 'sentence_type_code', 'is_suspended': 'coalesce(probation_months, 0) > 0'}) }}
    union all
    {{ event_rows('cases', 'court_case_closed', 'closed_date', case_key, unit='unit_code', attributes={'way': 'close_type_code'}) }}
    union all
    {{ event_rows('cases', 'prosecution_withdrawn', 'closed_date', case_key, unit='unit_code', condition="close_type_code = '30'") }}
    union all
    {{ event_rows('appeals', 'appeal_filed', 'appealed_date', case_key, person='case when person_seq is not null then ' ~ seq_person ~ ' end', number='item_seq', condition="appeal_type_code = '10'") }}
    union all
    {{ event_rows('appeals', 'protest_filed', 'appealed_date', case_key, attributes={'document_no': 'document_no'}, number='item_seq', condition="appeal_type_code = '20'") }}
    union all
    {{ event_rows('defendants', 'documents_delivered', 'execution_documents_sent_date', case_key, person=person_key, unit='unit_code', attributes={'organ_type': 'execution_organ_type_code', 'organ': 'execution_organ_code'}) }}
)

select * from final
