{# Drops what stands under the name of a relation, table or view. #}
{% macro make_way_for(relation) -%}
    {%- set existing = load_cached_relation(relation) -%}
    {%- if existing is not none %}
        {% call statement('make_way') -%}
            drop {{ existing.type }} if exists {{ existing.render() }}
        {%- endcall %}
    {%- endif %}
{%- endmacro %}
