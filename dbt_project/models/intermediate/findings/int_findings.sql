-- Grain: one finding of any rule, with a stable id.
-- Belongs here: the list of the rules; each has a file of its own. Keep out: words and severity
-- (seed finding_rules).
{%- set rules = [
    'overdue_custody', 'overdue_handling', 'measure_overstayed', 'late_notice', 'late_service',
    'late_execution_handover', 'late_correction_report', 'document_number_out_of_sequence',
    'document_entered_late', 'document_dated_after_entry', 'document_withdrawn', 'document_replaced',
    'borrowed_time_return', 'borrowed_time_extension', 'custody_handover_missing', 'dormant_case',
    'detained_never_transferred', 'handler_in_two_places', 'counsel_match',
] %}
with

found as (
    {%- for rule in rules %}
    select * from {{ ref('int_findings_' ~ rule) }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

final as (
    select
        {{ hashed_id('F', ['rule_id', 'subject_key', 'case_id', 'person_id']) }} as finding_id,
        *
    from found
    where case_id is not null
)

select * from final
