{# Every code is in its list (a seed, or one list of common): returns the codes that are not. #}
{% test in_code_list(model, column_name, code_list) %}
{%- set file, _, part = code_list.partition(':') %}
{%- set code_column = {
    'agencies': 'agency_code', 'areas': 'area_code', 'business_types': 'business_code',
    'case_categories': 'category_code', 'charges': 'charge_code', 'common': 'code',
    'decisions': 'decision_code', 'document_types': 'doc_type_code', 'measures': 'measure_code',
    'modus': 'modus_code', 'procedures': 'procedure_code', 'sentence_types': 'sentence_code',
    'units': 'unit_code',
}[file] %}
select distinct tested.{{ column_name }}
from {{ model }} as tested
left join {{ ref(file) }} as codes
    on
        tested.{{ column_name }} = codes.{{ code_column }}
        {%- if part %}
        and codes.list = '{{ part }}'
        {%- endif %}
where
    tested.{{ column_name }} is not null
    and codes.{{ code_column }} is null
{% endtest %}
