-- Grain: one event of one convict about execution or community correction that a clock can use.
-- Nuance: sentences served inside are handed over by one rule (execution_documents), suspended ones and
-- control by another (cc_documents); the day of the court is preferred to the one that the bureau typed.
with

facts as (select * from {{ ref('int_clock_facts') }}),

effective as (
    select
        *,
        case
            when {{ json_text('attributes', 'is_suspended') }} = 'true' then 'cc_documents'
            when {{ json_text('attributes', 'sentence') }} = 'M10' then 'cc_documents'
            when {{ json_text('attributes', 'sentence') }} in ('M20', 'M30', 'M40', 'M50') then 'execution_documents'
        end as rule_id
    from facts
    where
        event_type = 'judgment_effective'
        and {{ json_text('attributes', 'verdict') }} in ('C10', 'S10', 'S20')
),

delivered as (
    select
        *,
        case {{ json_text('attributes', 'organ_type') }}
            when '30' then 'cc_documents'
            when '10' then 'execution_documents'
            when '20' then 'execution_documents'
        end as rule_id
    from facts
    where event_type = 'documents_delivered'
),

-- The bureau's day starts the delivery of documents only where the court's case is known and says none.
tried as (
    select
        case_id,
        person_id,
        max(case when event_type = 'judgment_effective' then 1 else 0 end) = 1 as is_effect_told
    from facts
    where event_type in ('case_accepted', 'appeal_accepted', 'judgment_effective')
    group by case_id, person_id
),

-- Who is under correction without a row of checking in reported elsewhere (moved within the city).
awaited as (
    select subjects.correction_no
    from {{ ref('stg_justice__subjects') }} as subjects
    left join {{ ref('stg_justice__check_ins') }} as check_ins
        on subjects.correction_no = check_ins.correction_no
    where check_ins.correction_no is not null or subjects.correction_status_code = '待报到'
),

corrected as (
    select
        facts.*,
        coalesce(not tried.is_effect_told, false) as starts_documents,
        awaited.correction_no is not null as starts_report
    from facts
    left join tried on facts.case_id = tried.case_id and facts.person_id = tried.person_id
    left join (select distinct correction_no from awaited) as awaited
        on facts.source_record_id = awaited.correction_no
    where facts.event_type = 'decision_effective'
),

commissions as (
    select * from facts
    where
        event_type = 'commission_received'
        and source_table = 'assessments'
        -- An opinion without its day is there, but nobody can tell when it came.
        and coalesce({{ json_text('attributes', 'is_end_undated') }}, 'false') <> 'true'
),

prison_handovers as (
    select distinct case_id
    from facts
    where event_type = 'delivered_to_prison'
),

sent_to_prison as (
    select facts.*
    from facts
    inner join prison_handovers on facts.case_id = prison_handovers.case_id
    where facts.event_type = 'execution_documents_received'
),

final as (
    {{ clock_event_rows('effective', 'judgment_effective', rules='rule_id', condition="rule_id = 'execution_documents'") }}
    union all
    {{ clock_event_rows('effective', 'decision_effective', rules='rule_id', condition="rule_id = 'cc_documents'") }}
    union all
    {{ clock_event_rows('delivered', 'documents_delivered', rules='rule_id', condition='rule_id is not null') }}
    union all
    {{ clock_event_rows('corrected', 'decision_effective', rules="'cc_documents'", condition='starts_documents') }}
    union all
    {{ clock_event_rows('corrected', 'decision_effective', rules="'cc_report'", condition='starts_report') }}
    union all
    {{ clock_event_rows('facts', 'reported', rules="'cc_report'", condition="event_type = 'reported'") }}
    union all
    {{ clock_event_rows('commissions', 'commission_received', rules="'cc_investigation_assessment'", scope='source_record_id') }}
    union all
    {{ clock_event_rows('facts', 'report_submitted', rules="'cc_investigation_assessment'", scope='source_record_id', condition="event_type = 'report_submitted'") }}
    union all
    {{ clock_event_rows('sent_to_prison', 'execution_documents_received', person='null', rules="'prison_delivery'") }}
    union all
    {{ clock_event_rows('facts', 'delivered_to_prison', person='null', rules="'prison_delivery'", condition="event_type = 'delivered_to_prison'") }}
)

select * from final
