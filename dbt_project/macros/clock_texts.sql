{#
  Words of an explanation. Belongs here: lengths, moments and lists as text in Chinese and English.
  Keep out: what is said about a clock (int_clock_explanations).
#}

{# 1个月15日, 24小时, 3个工作日; 当日 for a term of no length. #}
{% macro length_zh(months, days, hours, unit) -%}
    case
            when {{ hours }} > 0 then {{ hours }} || '小时'
            when {{ unit }} = 'working_day' then {{ days }} || '个工作日'
            when {{ months }} = 0 and {{ days }} = 0 then '当日'
            when {{ months }} = 0 then {{ days }} || '日'
            when {{ days }} = 0 then {{ months }} || '个月'
            else {{ months }} || '个月' || {{ days }} || '日'
        end
{%- endmacro %}

{% macro length_en(months, days, hours, unit) -%}
    case
            when {{ hours }} > 0 then {{ hours }} || ' h'
            when {{ unit }} = 'working_day' then {{ days }} || ' working days'
            when {{ months }} = 0 and {{ days }} = 0 then 'the same day'
            when {{ months }} = 0 then {{ days }} || ' d'
            when {{ days }} = 0 then {{ months }} || ' mo'
            else {{ months }} || ' mo ' || {{ days }} || ' d'
        end
{%- endmacro %}


{# 2025-03-10 or, with hours, 2025-03-10 11:00. #}
{% macro moment_text(moment, has_hours) -%}
    case
            when {{ has_hours }} then left(cast({{ moment }} as varchar), 16)
            else left(cast({{ moment }} as varchar), 10)
        end
{%- endmacro %}


{# The texts of a group put together in an order. #}
{% macro joined_text(text, separator, order) -%}
    {{ return(adapter.dispatch('joined_text')(text, separator, order)) }}
{%- endmacro %}

{% macro default__joined_text(text, separator, order) -%}
    {{ return("string_agg(" ~ text ~ ", '" ~ separator ~ "' order by " ~ order ~ ")") }}
{%- endmacro %}


{# A text as a JSON value; what comes from outside may hold quotes. #}
{% macro json_value(text) -%}
    {{ return(adapter.dispatch('json_value')(text)) }}
{%- endmacro %}

{% macro default__json_value(text) -%}
    {{ return("coalesce(cast(to_json(" ~ text ~ ") as varchar), 'null')") }}
{%- endmacro %}

{# A JSON string of a text that is known to hold no quotes (ids, names of the vocabulary, dates). #}
{% macro json_plain(text) -%}
    {{ return("coalesce('\"' || " ~ text ~ " || '\"', 'null')") }}
{%- endmacro %}
