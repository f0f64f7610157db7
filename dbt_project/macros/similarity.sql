{#
  How alike two texts are, what a group agrees on. Belongs here: comparisons for linkage. Keep out: what a
  likeness is worth (models/linkage, seeds/linkage).
#}

{# Whether two numbers differ by one digit: wrong, missing, added, or two neighbours exchanged. #}
{% macro is_one_digit_off(one, other) -%}
    {{ return(adapter.dispatch('is_one_digit_off')(one, other)) }}
{%- endmacro %}

{% macro default__is_one_digit_off(one, other) -%}
    damerau_levenshtein({{ one }}, {{ other }}) = 1
{%- endmacro %}

{% macro spark__is_one_digit_off(one, other) -%}
    levenshtein({{ one }}, {{ other }}) between 1 and 2
{%- endmacro %}


{# The value of a group in which only one stands; NULL when there are several or none. #}
{% macro only_value(expression) -%}
    case when count(distinct {{ expression }}) = 1 then min({{ expression }}) end
{%- endmacro %}


{# The texts of a group in one text, in a given order. #}
{% macro texts_in_order(expression, order) -%}
    {{ return(adapter.dispatch('texts_in_order')(expression, order)) }}
{%- endmacro %}

{% macro default__texts_in_order(expression, order) -%}
    string_agg({{ expression }}, ', ' order by {{ order }})
{%- endmacro %}
