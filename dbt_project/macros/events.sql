{#
  Making events. Belongs here: the one shape of an event row and its attributes. Keep out: which
  columns of an agency are which event (models/intermediate/events).
#}

{# A JSON object of the pairs whose value is not NULL, keys sorted. #}
{% macro json_attributes(pairs) -%}
    {{ return(adapter.dispatch('json_attributes')(pairs)) }}
{%- endmacro %}

{% macro default__json_attributes(pairs) -%}
    cast(json_merge_patch('{}', json_object(
        {%- for name, value in pairs | dictsort -%}
        '{{ name }}', {{ value }}{{ ', ' if not loop.last }}
        {%- endfor -%}
    )) as varchar)
{%- endmacro %}


{#
  One kind of event out of one relation. relation: a CTE name; at: its time; record, person: SQL of the
  record key and the person key (none: concerns the case); unit: SQL of the unit; attributes: pairs;
  number: SQL that tells apart events of one kind in one record; condition: which rows.
#}
{% macro event_rows(relation, event_type, at, record, person=none, unit='cast(null as varchar)', attributes={}, number='0', condition=none) -%}
    select
        agency,
        source_table,
        source_record_id,
        {{ record }} as record_key,
        {{ person or 'cast(null as varchar)' }} as person_key,
        '{{ event_type }}' as event_type,
        {{ unit }} as unit_code,
        cast({{ at }} as timestamp) as occurred_at,
        recorded_at,
        {{ json_attributes(attributes) if attributes else "'{}'" }} as attributes,
        cast({{ number }} as integer) as event_number,
        _source_file,
        _source_row
    from {{ relation }}
    where {{ at }} is not null{% if condition %} and {{ condition }}{% endif %}
{%- endmacro %}


{# A stable id from the parts that make a thing what it is. #}
{% macro hashed_id(prefix, parts) -%}
    '{{ prefix }}' || left(md5(
        {%- for part in parts -%}
        coalesce(cast({{ part }} as varchar), ''){{ " || '|' || " if not loop.last }}
        {%- endfor -%}
    ), 20)
{%- endmacro %}


{# The text of one key of a JSON object, NULL when the key is absent. #}
{% macro json_text(json, key) -%}
    {{ return(adapter.dispatch('json_text')(json, key)) }}
{%- endmacro %}

{% macro default__json_text(json, key) -%}
    json_extract_string({{ json }}, '$.{{ key }}')
{%- endmacro %}


{# Of a group of events the unit that an agency's latest one names; NULL when none does. #}
{% macro latest_unit(agency) -%}
    substr(max(case
            when agency = '{{ agency }}' and unit_code is not null
                then left(cast(occurred_at as varchar), 19) || unit_code
        end), 20)
{%- endmacro %}
