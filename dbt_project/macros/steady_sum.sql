{#
  A sum that is the same in every run. Belongs here: this one rule. Keep out: what is summed.

  Parallel workers add in no fixed order, and the last digits of amounts in yuan differ by it; two builds
  of the same deliveries must publish the same figures.
#}
{% macro steady_sum(value) -%}
    round(sum({{ value }}), 6)
{%- endmacro %}
