{#
  Lists in a column. Belongs here: the few things that relations do with them. Keep out: reading of texts
  (models/similarity) and nested lists of deliveries (macros/live_rows.sql).
#}

{# One row per entry of the list, beside the other columns of a select. #}
{% macro exploded(list) -%}
    {{ return(adapter.dispatch('exploded')(list)) }}
{%- endmacro %}

{% macro default__exploded(list) -%}
    unnest({{ list }})
{%- endmacro %}

{% macro spark__exploded(list) -%}
    explode({{ list }})
{%- endmacro %}


{# How many entries a list has. #}
{% macro list_length(list) -%}
    {{ return(adapter.dispatch('list_length')(list)) }}
{%- endmacro %}

{% macro default__list_length(list) -%}
    len({{ list }})
{%- endmacro %}

{% macro spark__list_length(list) -%}
    size({{ list }})
{%- endmacro %}
