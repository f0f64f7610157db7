{#
  The key under which linkage knows a record. It sorts the way a matter goes through the agencies, and
  police numbers by month, so that the smallest key of a component (from which its id is made) stays
  the same when later records join.
#}
{% macro record_key(agency, table, number) -%}
    {%- set ranks = {
        'police': 1, 'procuratorate.arrest_review': 2, 'procuratorate.prosecution_review': 3,
        'court': 4, 'justice.assessments': 5, 'justice.subjects': 6,
    } -%}
    {%- set rank = ranks.get(agency ~ '.' ~ table, ranks.get(agency, 9)) -%}
    {%- if agency == 'police' -%}
    '{{ rank }}:' || substr({{ number }}, 14, 6) || ':{{ agency }}.{{ table }}:' || {{ number }}
    {%- else -%}
    '{{ rank }}:{{ agency }}.{{ table }}:' || {{ number }}
    {%- endif -%}
{%- endmacro %}
