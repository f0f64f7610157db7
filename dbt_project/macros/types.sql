{#
  Readings of delivered text. Belongs here: types and the small spellings (是/否, 男/女) that agencies
  use where others use codes. Raw has checked dates and numbers; what is too large for our types
  becomes NULL here and stays readable in raw.
#}

{# A value that does not fit becomes NULL. (dbt's own safe_cast is a plain cast on DuckDB.) #}
{% macro cast_or_null(text, type) -%}
    try_cast({{ text }} as {{ type }})
{%- endmacro %}


{% macro to_integer(text) -%}
    {{ cast_or_null(text, 'bigint') }}
{%- endmacro %}


{% macro to_decimal(text, scale=2) -%}
    {{ cast_or_null(text, 'decimal(18, ' ~ scale ~ ')') }}
{%- endmacro %}


{# 是, 1, true → true; 否, 0, false → false; anything else is unknown. #}
{% macro yes_no(text) -%}
    case
            when trim({{ text }}) in ('是', '1', 'true') then true
            when trim({{ text }}) in ('否', '0', 'false') then false
        end
{%- endmacro %}


{# 男, 女 as the code of list sex; NULL stays NULL, anything else is 9 (unspecified). #}
{% macro sex_code(text) -%}
    case
            when trim({{ text }}) in ('男', '男性', '1') then '1'
            when trim({{ text }}) in ('女', '女性', '2') then '2'
            when {{ text }} is not null then '9'
        end
{%- endmacro %}


{# Days from one date to a later one; negative when the order is the other way round. #}
{% macro days_between(first_date, last_date) -%}
    {{ return(adapter.dispatch('days_between')(first_date, last_date)) }}
{%- endmacro %}

{% macro default__days_between(first_date, last_date) -%}
    {{ return("date_diff('day', " ~ first_date ~ ", " ~ last_date ~ ")") }}
{%- endmacro %}

{% macro spark__days_between(first_date, last_date) -%}
    {{ return("datediff(" ~ last_date ~ ", " ~ first_date ~ ")") }}
{%- endmacro %}


{# Hours from one moment to a later one, with their fraction. #}
{% macro hours_between(first_moment, last_moment) -%}
    {{ return(adapter.dispatch('hours_between')(first_moment, last_moment)) }}
{%- endmacro %}

{% macro default__hours_between(first_moment, last_moment) -%}
    {{ return("cast(date_diff('second', " ~ first_moment ~ ", " ~ last_moment ~ ") as double) / 3600.0") }}
{%- endmacro %}

{% macro spark__hours_between(first_moment, last_moment) -%}
    {{ return("((unix_timestamp(" ~ last_moment ~ ") - unix_timestamp(" ~ first_moment ~ ")) / 3600.0)") }}
{%- endmacro %}
