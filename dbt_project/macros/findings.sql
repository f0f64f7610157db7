{#
  Findings. Belongs here: the one shape of a finding, and what rules about broken periods share. Keep
  out: the rules (models/intermediate/findings, one file each) and their words (seed finding_rules).
#}

{#
  The columns of one finding out of one relation. rule: its id; key: SQL of what makes the finding the same
  one in the next build; seen_at: since when the records show it; the other arguments are SQL, none where
  the rule does not know. evidence: pairs of a JSON object.
#}
{% macro finding_row(rule, relation, key, seen_at, reason_zh, reason_en, evidence, person='person_id', limit_rule=none, agency=none, unit=none, due_at=none, days_over=none, is_open='false', clock=none, document=none, related_document=none, event=none, related_event=none, severity=none) -%}
    select
        '{{ rule }}' as rule_id,
        cast({{ limit_rule or 'null' }} as varchar) as limit_rule_id,
        cast({{ key }} as varchar) as subject_key,
        case_id,
        cast({{ person }} as varchar) as person_id,
        cast({{ agency or 'null' }} as varchar) as agency,
        cast({{ unit or 'null' }} as varchar) as unit_code,
        cast({{ seen_at }} as timestamp) as first_seen_at,
        cast({{ due_at or 'null' }} as timestamp) as due_at,
        cast({{ days_over or 'null' }} as integer) as days_over,
        {{ is_open }} as is_open,
        cast({{ severity or 'null' }} as varchar) as severity,
        {{ reason_zh }} as reason_zh,
        {{ reason_en }} as reason_en,
        {{ json_attributes(evidence) }} as evidence,
        cast({{ clock or 'null' }} as varchar) as clock_id,
        cast({{ document or 'null' }} as varchar) as document_id,
        cast({{ related_document or 'null' }} as varchar) as related_document_id,
        cast({{ event or 'null' }} as varchar) as event_id,
        cast({{ related_event or 'null' }} as varchar) as related_event_id
    from {{ relation }}
{%- endmacro %}


{# Findings of one rule about broken periods: the clocks that int_broken_clocks has for it. #}
{% macro clock_findings(rule) -%}
with

broken as (
    select * from {{ ref('int_broken_clocks') }}
    where finding_rule_id = '{{ rule }}'
),

final as (
    {{ finding_row(
        rule, 'broken', key='clock_id', seen_at='broken_since', limit_rule='rule_id', agency='responsible_agency', unit='unit_code',
        due_at='due_at', days_over='days_over', is_open='is_open', clock='clock_id', reason_zh='reason', reason_en='reason_en',
        evidence={'limit_rule': 'rule_id', 'article': 'article', 'started_at': 'cast(started_at as varchar)', 'due_at': 'cast(due_at as varchar)', 'ended_at': 'cast(ended_at as varchar)', 'days_over': 'days_over', 'held_since': 'cast(held_since as varchar)', 'held_days': 'held_days', 'is_provisional': 'is_provisional'}
    ) }}
)

select * from final
{%- endmacro %}


{# Head and serial of a normalised document number: 姑公(平江)提捕字(2024)12 is 姑公(平江)提捕字(2024) and 12. #}
{% macro number_series(number) -%}
    {{ return(regex_replace(number, '[0-9]+$', none, none)) }}
{%- endmacro %}

{% macro number_serial(number) -%}
    {{ return(cast_or_null('substr(' ~ number ~ ', length(' ~ number_series(number) ~ ') + 1)', 'bigint')) }}
{%- endmacro %}


{#
  Types of police documents that add to the evidence: records of questioning, scene, search and
  identification, evidence obtained, expert opinions. Reports and forms do not.
#}
{% macro new_evidence_types() -%}
    {{ return("'1042', '1043', '1048', '1049', '1050', '1051', '1052', '1055', '1069', '1070', '1072', '1073', '1074', '1075', '1076'") }}
{%- endmacro %}


{# Types of the procuratorate's documents that show work on a review. #}
{% macro review_work_types() -%}
    {{ return("'2023', '2027', '2028', '2034', '2035'") }}
{%- endmacro %}
