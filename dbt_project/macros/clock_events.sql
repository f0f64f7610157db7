{#
  Events in the words of the clock rules. Belongs here: the one shape of a clock event. Keep out: which
  fact is which clock event (models/intermediate/clock_events).
#}

{#
  One kind of clock event out of one relation of facts. event_type: the word of the rules; at, person,
  attributes as in event_rows; rules: SQL of the rules that the event concerns, separated by commas (none:
  every rule that knows the word); scope: SQL of the record within which start and end belong together
  (none: any); condition: which rows.
#}
{% macro clock_event_rows(relation, event_type, at='occurred_at', person='person_id', attributes={}, rules=none, scope=none, condition=none) -%}
    select
        event_id,
        case_id,
        {{ person }} as person_id,
        '{{ event_type }}' as event_type,
        cast({{ at }} as timestamp) as occurred_at,
        {{ json_attributes(attributes) if attributes else "'{}'" }} as attributes,
        agency,
        cast({{ rules or 'null' }} as varchar) as only_rules,
        cast({{ scope or 'null' }} as varchar) as record_scope
    from {{ relation }}
    where {{ at }} is not null{% if condition %} and {{ condition }}{% endif %}
{%- endmacro %}


{#
  The person of a clock: the engine's person_key is '' for a case as a whole, and '#' with the record's
  number where a case holds several records with a clock each.
#}
{% macro clock_person(person_key) -%}
    {{ return("case when " ~ person_key ~ " <> '' and " ~ person_key ~ " not like '#%' then " ~ person_key ~ " end") }}
{%- endmacro %}


{# The record within a case that a clock is about, NULL where it is about a person or the whole case. #}
{% macro clock_record(person_key) -%}
    {{ return("case when " ~ person_key ~ " like '#%' then substr(" ~ person_key ~ ", 2) end") }}
{%- endmacro %}
