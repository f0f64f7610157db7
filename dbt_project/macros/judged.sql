{#
  Facts as they stood on the day of judgement. Belongs here: cutting off what happened later, and
  months as the calendar counts them. Keep out: statutory periods (they have rules of their own).
#}

{# The value of a date or time column, NULL when it lies after the day of judgement. #}
{% macro as_judged(column) -%}
    case when cast({{ column }} as date) <= parameters.as_of then {{ column }} end
{%- endmacro %}


{# The day that lies so many calendar months after another; the last day of the month where there is none. #}
{% macro months_after(column, months) -%}
    {{ return(adapter.dispatch('months_after')(column, months)) }}
{%- endmacro %}

{% macro default__months_after(column, months) -%}
    {{ return("cast(cast(" ~ column ~ " as date) + interval '" ~ months ~ " months' as date)") }}
{%- endmacro %}

{% macro spark__months_after(column, months) -%}
    {{ return("add_months(cast(" ~ column ~ " as date), " ~ months ~ ")") }}
{%- endmacro %}


{# The day that lies so many days after another. #}
{% macro days_after(column, days) -%}
    {{ return(adapter.dispatch('days_after')(column, days)) }}
{%- endmacro %}

{% macro default__days_after(column, days) -%}
    {{ return("cast(cast(" ~ column ~ " as date) + interval '" ~ days ~ " days' as date)") }}
{%- endmacro %}

{% macro spark__days_after(column, days) -%}
    {{ return("date_add(cast(" ~ column ~ " as date), " ~ days ~ ")") }}
{%- endmacro %}


{#
  The day on which a measure had run for so many months, where it did and the day of judgement has come;
  NULL otherwise. `months` is SQL and may be NULL (no limit).
#}
{% macro month_passed(started_at, months) -%}
    case
            when
                {{ some_months_after(started_at, months) }} <= parameters.as_of
                and coalesce(cast(chained.ended_at as date), parameters.as_of + 1) > {{ some_months_after(started_at, months) }}
                and cast(chained.started_at as date) <= parameters.as_of
                then greatest({{ some_months_after(started_at, months) }}, cast(chained.started_at as date))
        end
{%- endmacro %}


{# As months_after, with a number of months that is SQL itself. #}
{% macro some_months_after(column, months) -%}
    {{ return(adapter.dispatch('some_months_after')(column, months)) }}
{%- endmacro %}

{% macro default__some_months_after(column, months) -%}
    {{ return("cast(cast(" ~ column ~ " as date) + to_months(cast(" ~ months ~ " as integer)) as date)") }}
{%- endmacro %}

{% macro spark__some_months_after(column, months) -%}
    {{ return("add_months(cast(" ~ column ~ " as date), " ~ months ~ ")") }}
{%- endmacro %}


{# A quantile with interpolation, as an aggregate; the same definition as numpy's default. #}
{% macro percentile(value, share) -%}
    {{ return(adapter.dispatch('percentile')(value, share)) }}
{%- endmacro %}

{% macro default__percentile(value, share) -%}
    {{ return("quantile_cont(" ~ value ~ ", " ~ share ~ ")") }}
{%- endmacro %}

{% macro spark__percentile(value, share) -%}
    {{ return("percentile(" ~ value ~ ", " ~ share ~ ")") }}
{%- endmacro %}


{# The last Sunday up to a day; weeks run from Monday to Sunday. #}
{% macro sunday_until(day) -%}
    {{ return(adapter.dispatch('sunday_until')(day)) }}
{%- endmacro %}

{% macro default__sunday_until(day) -%}
    {{ return("(cast(" ~ day ~ " as date) - cast(isodow(cast(" ~ day ~ " as date)) % 7 as integer))") }}
{%- endmacro %}

{% macro spark__sunday_until(day) -%}
    {{ return("date_sub(" ~ day ~ ", dayofweek(" ~ day ~ ") - 1)") }}
{%- endmacro %}


{# The Monday of a day's week. #}
{% macro monday_of(day) -%}
    cast(date_trunc('week', {{ day }}) as date)
{%- endmacro %}
