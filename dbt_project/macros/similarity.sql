{#
  How alike two texts are. Belongs here: comparisons that depend on the database. Keep out: what a
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
