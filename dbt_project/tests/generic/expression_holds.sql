{# A condition holds in every row in which it can be decided: returns the rows that break it. #}
{% test expression_holds(model, expression, column_name=none) %}
select *
from {{ model }}
where not ({{ expression }})
{% endtest %}
