{#
  Results of the pattern methods as columns. Belongs here: reading one kind out of int_pattern_results. Keep out:
  what results mean.
#}

{# Rows of one kind; columns: a mapping name -> type. #}
{% macro pattern_rows(kind, columns) -%}
    select
        {%- for name, type in columns.items() %}
        cast({{ json_text('results.payload', name) }} as {{ type }}) as {{ name }}{{ "," if not loop.last }}
        {%- endfor %}
    from {{ ref('int_pattern_results') }} as results
    where results.kind = '{{ kind }}'
{%- endmacro %}
