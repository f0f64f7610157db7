{#
  How a clock stands at a moment. Belongs here: days past and to go, the state of a running clock. Keep out:
  when a term ends (clocks.sql).
#}

{# Days by which a moment is past another, begun days as whole ones; 0 when it is not past. #}
{% macro begun_days(due, moment) -%}
    {{ return(
        "greatest(0, cast(ceil(" ~ seconds_between(due, moment) ~ " / 86400.0) as integer))"
    ) }}
{%- endmacro %}


{#
  Days by which a term is past at a moment, and days until its end. due_day of terms of days, due_at (the
  minute) of terms of hours.
#}
{% macro clock_days_past(due_day, due_at, moment, is_counted_in_hours='is_counted_in_hours') -%}
    case
            when {{ is_counted_in_hours }} then {{ begun_days(due_at, moment) }}
            else greatest(0, {{ days_between(due_day, 'cast(' ~ moment ~ ' as date)') }})
        end
{%- endmacro %}

{% macro clock_days_to_go(due_day, due_at, moment, is_counted_in_hours='is_counted_in_hours') -%}
    case
            when {{ is_counted_in_hours }}
                then cast(floor({{ seconds_between(moment, due_at) }} / 86400.0) as integer)
            else {{ days_between('cast(' ~ moment ~ ' as date)', due_day) }}
        end
{%- endmacro %}

{# How a clock stands that runs. #}
{% macro clock_open_status(days_past, days_to_go) -%}
    case when {{ days_past }} > 0 then 'overdue' when {{ days_to_go }} <= 3 then 'due_soon' else 'on_time' end
{%- endmacro %}
