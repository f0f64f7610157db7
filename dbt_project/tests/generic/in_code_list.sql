{# Every code is in its list (a seed, or one list of common): returns the codes that are not. #}
{% test in_code_list(model, column_name, code_list) %}
{%- set file, _, part = code_list.partition(':') %}
{%- set code_column = code_column_of(file) -%}
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
