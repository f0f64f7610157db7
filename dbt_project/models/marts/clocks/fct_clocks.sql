-- Grain: one cycle of one statutory clock of one person or case under one rule.
-- Nuance: `person_id` NULL concerns the case. `due_at` of terms of days is the due day (which counts to
-- its end), of terms of hours the minute; NULL while the clock stands. Judged at `judged_at`: the earlier
-- of the day of judgement and the data date of the agency that reports the end; a closed clock at its end.
-- A view, because units and regions can change where no clock does.
{{ config(materialized='view') }}
select
    clocks.clock_id,
    clocks.case_id,
    {{ clock_person('clocks.person_key') }} as person_id,
    {{ clock_record('clocks.person_key') }} as record_scope,
    clocks.rule_id,
    clocks.rule_valid_from,
    clocks.cycle_no,
    clocks.is_latest_cycle,
    clocks.stage,
    clocks.responsible_agency,
    case clocks.responsible_agency
        when 'police' then units.police_unit_code
        when 'procuratorate' then units.procuratorate_unit_code
        when 'court' then units.court_unit_code
        when 'justice' then units.justice_unit_code
    end as unit_code,
    cases.region_code,
    clocks.started_at,
    clocks.due_at,
    clocks.target_at,
    clocks.is_counted_in_hours,
    clocks.ended_at,
    clocks.status,
    clocks.days_over,
    clocks.days_left,
    clocks.breach_type,
    clocks.is_duty,
    clocks.is_custody,
    clocks.is_provisional,
    clocks.article,
    clocks.judged_at,
    clocks.reason,
    clocks.reason_en,
    clocks.reason_detail
from {{ ref('int_clock_explanations') }} as clocks
left join {{ ref('int_case_units') }} as units on clocks.case_id = units.case_id
left join {{ ref('dim_cases') }} as cases on clocks.case_id = cases.case_id
