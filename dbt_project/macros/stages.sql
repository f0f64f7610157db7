{#
  In which stage a case is. Belongs here: which event begins which stage, in which order the process
  goes on one day, and when a case is over. Keep out: durations and limits. Used by the stages as they
  are (int_stage_changes) and as they were known (int_case_versions): one rule.
#}

{# event type, stage that it begins, place in the process (decides on one day) #}
{% macro stage_events() -%}
    {{ return([
        ('case_received', 'filing', 1), ('filing_decision', 'investigation', 2),
        ('case_transferred_in', 'investigation', 2),
        ('arrest_request_received', 'arrest_review', 3), ('arrest_decision', 'investigation', 4),
        ('returned_for_supplementary', 'investigation', 6),
        ('transfer_received', 'prosecution_review', 5), ('resubmitted', 'prosecution_review', 7),
        ('case_accepted', 'trial', 8), ('remand_received', 'trial', 8),
        ('appeal_accepted', 'second_instance', 9), ('judgment_effective', 'execution', 10),
        ('correction_started', 'community_correction', 11),
        ('no_filing_decision', 'closed', 12), ('withdrawal_decision', 'closed', 12),
        ('termination_decision', 'closed', 12), ('correction_released', 'closed', 13),
        ('correction_recalled', 'closed', 13), ('prosecution_withdrawn', 'closed', 12),
        ('nonprosecution_decision', 'closed', 12), ('documents_delivered', 'closed', 12),
    ]) }}
{%- endmacro %}


{# Events after which a decision not to prosecute one suspect does not close the case. #}
{% macro prosecuting_events() -%}
    ('prosecution_decision', 'sent_to_court', 'case_accepted')
{%- endmacro %}


{# The stage (or the place of it in the process) that an event begins; NULL when it begins none.
   is_prosecuted: SQL that says whether anybody of the case is prosecuted. #}
{% macro stage_begun(event_type, attributes, is_prosecuted, what='stage') -%}
    case
            when {{ event_type }} = 'nonprosecution_decision' and {{ is_prosecuted }} then null
            -- Execution documents close a case unless they went to community correction (organ 30).
            when {{ event_type }} = 'documents_delivered'
                and coalesce({{ json_text(attributes, 'organ_type') }}, '') = '30' then null
            {%- for name, stage, rank in stage_events() %}
            when {{ event_type }} = '{{ name }}' then {{ rank if what == 'rank' else "'" ~ stage ~ "'" }}
            {%- endfor %}
        end
{%- endmacro %}


{# The stage that an event begins, written behind what decides between events: the day, the place in the
   process, the hour. The greatest of several marks is that of the stage in which a case stands. #}
{% macro stage_mark(event_type, attributes, occurred_at, is_prosecuted) -%}
    left(cast({{ occurred_at }} as varchar), 10)
        || right('0' || cast({{ stage_begun(event_type, attributes, is_prosecuted, 'rank') }} as varchar), 2)
        || left(cast({{ occurred_at }} as varchar), 19)
        || {{ stage_begun(event_type, attributes, is_prosecuted) }}
{%- endmacro %}

{% macro stage_of_mark(mark) -%}
    substr({{ mark }}, 32)
{%- endmacro %}
