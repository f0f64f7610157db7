-- Grain: one event that a record of the justice bureau tells of.
-- Belongs here: which column of the bureau is which event. Keep out: merging.
{%- set subject_key = record_key('justice', 'subjects', 'correction_no') -%}
{%- set subject_person = subject_key -%}
{%- set assessment_key = record_key('justice', 'assessments', 'assessment_no') %}
with

subjects as (select * from {{ ref('stg_justice__subjects') }}),

check_ins as (
    select
        check_ins.*,
        subjects.unit_code
    from {{ ref('stg_justice__check_ins') }} as check_ins
    inner join subjects on check_ins.correction_no = subjects.correction_no
),

sanctions as (
    select
        sanctions.*,
        subjects.unit_code
    from {{ ref('stg_justice__sanctions') }} as sanctions
    inner join subjects on sanctions.correction_no = subjects.correction_no
),

releases as (
    select
        releases.*,
        subjects.unit_code
    from {{ ref('stg_justice__releases') }} as releases
    inner join subjects on releases.correction_no = subjects.correction_no
),

assessments as (select * from {{ ref('stg_justice__assessments') }}),

final as (
    {{ event_rows('subjects', 'decision_effective', 'effective_date', subject_key, person=subject_person, unit='unit_code', attributes={'correction_type': 'correction_type_code'}) }}
    union all
    {{ event_rows('subjects', 'documents_received', 'documents_received_date', subject_key, person=subject_person, unit='unit_code') }}
    union all
    {{ event_rows('subjects', 'correction_started', 'started_date', subject_key, person=subject_person, unit='unit_code', attributes={'correction_type': 'correction_type_code'}) }}
    union all
    {{ event_rows('check_ins', 'reported', 'reported_date', subject_key, person=subject_person, unit='unit_code', attributes={'due': 'cast(due_date as varchar)'}) }}
    union all
    {{ event_rows('sanctions', 'correction_sanctioned', 'sanctioned_date', subject_key, person=subject_person, unit='unit_code', attributes={'kind': 'sanction_type_code'}) }}
    union all
    {{ event_rows('sanctions', 'revocation_proposal_received', 'sanctioned_date', subject_key, person=subject_person, unit='unit_code', number='1', condition="sanction_type_code = '提请撤销缓刑'") }}
    union all
    {{ event_rows('releases', 'correction_released', 'released_date', subject_key, person=subject_person, unit='unit_code', attributes={'kind': 'release_type_code'}, condition="release_type_code <> '收监执行'") }}
    union all
    {{ event_rows('releases', 'correction_recalled', 'released_date', subject_key, person=subject_person, unit='unit_code', condition="release_type_code = '收监执行'") }}
    union all
    {{ event_rows('assessments', 'assessment_commissioned', 'commissioned_date', assessment_key, person=assessment_key, unit='unit_code') }}
    union all
    {{ event_rows('assessments', 'commission_received', 'received_date', assessment_key, person=assessment_key, unit='unit_code', attributes={'fast_track': 'is_fast_track', 'document_no': 'document_no', 'is_end_undated': 'completed_date is null and assessment_opinion is not null'}) }}
    union all
    {{ event_rows('assessments', 'report_submitted', 'completed_date', assessment_key, person=assessment_key, unit='unit_code', attributes={'opinion': 'assessment_opinion'}) }}
)

select * from final
