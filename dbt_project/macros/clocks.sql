{#
  Counting periods. Belongs here: the arithmetic of 刑诉法 105 and 解释 202, and what of it differs
  between databases. Keep out: which rule counts how (seeds/law), what starts or ends a clock
  (models/intermediate/clocks). docs/clocks.md explains the conventions C1–C10 that are named here.
#}

{# A day so many days later; the number may be a column. #}
{% macro add_days(day, count) -%}
    {{ return(adapter.dispatch('add_days')(day, count)) }}
{%- endmacro %}

{% macro default__add_days(day, count) -%}
    {{ return("(" ~ day ~ " + cast(" ~ count ~ " as integer))") }}
{%- endmacro %}

{% macro spark__add_days(day, count) -%}
    {{ return("date_add(" ~ day ~ ", cast(" ~ count ~ " as int))") }}
{%- endmacro %}


{# The same-numbered day so many months later, or that month's last day (民法典 202). #}
{% macro add_months(day, count) -%}
    {{ return(adapter.dispatch('add_months')(day, count)) }}
{%- endmacro %}

{% macro default__add_months(day, count) -%}
    {{ return("cast(" ~ day ~ " + to_months(cast(" ~ count ~ " as integer)) as date)") }}
{%- endmacro %}

{% macro postgres__add_months(day, count) -%}
    {{ return("cast(" ~ day ~ " + cast(" ~ count ~ " || ' months' as interval) as date)") }}
{%- endmacro %}

{% macro spark__add_months(day, count) -%}
    {{ return("add_months(" ~ day ~ ", cast(" ~ count ~ " as int))") }}
{%- endmacro %}


{% macro month_end(day) -%}
    {{ return(adapter.dispatch('month_end')(day)) }}
{%- endmacro %}

{% macro default__month_end(day) -%}
    {{ return("last_day(" ~ day ~ ")") }}
{%- endmacro %}

{% macro postgres__month_end(day) -%}
    {{ return("cast(date_trunc('month', " ~ day ~ ") + interval '1 month' - interval '1 day' as date)") }}
{%- endmacro %}


{% macro add_hours(moment, count) -%}
    {{ return(adapter.dispatch('add_hours')(moment, count)) }}
{%- endmacro %}

{% macro default__add_hours(moment, count) -%}
    {{ return("(" ~ moment ~ " + to_hours(cast(" ~ count ~ " as integer)))") }}
{%- endmacro %}

{% macro postgres__add_hours(moment, count) -%}
    {{ return("(" ~ moment ~ " + cast(" ~ count ~ " || ' hours' as interval))") }}
{%- endmacro %}

{% macro spark__add_hours(moment, count) -%}
    {{ return("timestampadd(hour, cast(" ~ count ~ " as int), " ~ moment ~ ")") }}
{%- endmacro %}


{# Whole seconds from one moment to a later one. #}
{% macro seconds_between(first_moment, last_moment) -%}
    {{ return(adapter.dispatch('seconds_between')(first_moment, last_moment)) }}
{%- endmacro %}

{% macro default__seconds_between(first_moment, last_moment) -%}
    {{ return("date_diff('second', " ~ first_moment ~ ", " ~ last_moment ~ ")") }}
{%- endmacro %}

{% macro postgres__seconds_between(first_moment, last_moment) -%}
    {{ return("cast(extract(epoch from " ~ last_moment ~ " - " ~ first_moment ~ ") as bigint)") }}
{%- endmacro %}

{% macro spark__seconds_between(first_moment, last_moment) -%}
    {{ return("timestampdiff(second, " ~ first_moment ~ ", " ~ last_moment ~ ")") }}
{%- endmacro %}


{# Saturday or Sunday. #}
{% macro is_weekend(day) -%}
    {{ return(adapter.dispatch('is_weekend')(day)) }}
{%- endmacro %}

{% macro default__is_weekend(day) -%}
    {{ return("(extract(dow from " ~ day ~ ") in (0, 6))") }}
{%- endmacro %}

{% macro spark__is_weekend(day) -%}
    {{ return("(dayofweek(" ~ day ~ ") in (1, 7))") }}
{%- endmacro %}


{#
  The last day of a term of months and then days (one and a half months: 1 month, then 15 days), all
  months counted from the day of the trigger (C4), which itself is not counted. Mode spc202 (courts,
  解释 202): from the last day of a month to the last day; else the corresponding day (C3).
#}
{% macro term_end(day, months, days, month_mode) -%}
    {%- set same_day = add_months(day, months) -%}
    {{ return(add_days(
        "case when " ~ month_mode ~ " = 'spc202' and " ~ months ~ " > 0 and " ~ month_end(day) ~ " = " ~ day
        ~ " then " ~ month_end(same_day) ~ " when " ~ months ~ " > 0 then " ~ same_day ~ " else " ~ day ~ " end",
        days
    )) }}
{%- endmacro %}


{#
  The end of a term of hours. The hour in which the trigger falls is not counted (C1): 10:20 + 24 hours
  ends at 11:00 of the next day. A duration (传唤, 拘传) runs from the minute.
#}
{% macro hours_end(moment, hours, is_duration) -%}
    {{ return(
        "case when " ~ is_duration ~ " then " ~ add_hours(moment, hours) ~ " else "
        ~ add_hours("date_trunc('hour', " ~ moment ~ ")", "(" ~ hours ~ ") + 1") ~ " end"
    ) }}
{%- endmacro %}


{# Is a value one of those of a list written a|b|c? NULL when there is no value. #}
{% macro in_list(value, list) -%}
    {{ return("position('|' || " ~ value ~ " || '|' in '|' || " ~ list ~ " || '|') > 0") }}
{%- endmacro %}


{#
  An attribute of an event, NULL when absent. The search for the name first: reading JSON
  costs a hundred times more, and most events do not have the attribute. `name` is SQL.
#}
{% macro clock_attribute(attributes, name) -%}
    {{ return(adapter.dispatch('clock_attribute')(attributes, name)) }}
{%- endmacro %}

{% macro default__clock_attribute(attributes, name) -%}
    {{ return(
        "case when position('\"' || " ~ name ~ " || '\"' in " ~ attributes ~ ") > 0 then json_extract_string("
        ~ attributes ~ ", '$.' || " ~ name ~ ") end"
    ) }}
{%- endmacro %}

{% macro spark__clock_attribute(attributes, name) -%}
    {{ return("get_json_object(" ~ attributes ~ ", '$.' || " ~ name ~ ")") }}
{%- endmacro %}


{# An attribute as a word of the vocabulary: true and True are the same. #}
{% macro clock_word(attributes, name) -%}
    {{ return("lower(" ~ clock_attribute(attributes, name) ~ ")") }}
{%- endmacro %}


{# The last second of a day: a day as a moment up to which something is known. #}
{% macro end_of_day(day) -%}
    {{ return(adapter.dispatch('end_of_day')(day)) }}
{%- endmacro %}

{% macro default__end_of_day(day) -%}
    {{ return("(cast(" ~ day ~ " as timestamp) + interval '23 hours 59 minutes 59 seconds')") }}
{%- endmacro %}


{#
  Does condition number `place` of a start hold (int_clock_roles)? An attribute that the event does not
  carry holds as the rule's seed says: always, for questions that are lenient, when asked by name.
#}
{% macro clock_condition_holds(place) -%}
    {%- set value = clock_word('attributes', 'attribute_' ~ place) -%}
    {%- set missing = 'when_missing_' ~ place -%}
    (
            attribute_{{ place }} is null
            or coalesce({{ in_list(value, 'accepted_values_' ~ place) }}, false)
            or (
                {{ value }} is null
                and (
                    {{ missing }} = 'passes'
                    or ({{ missing }} = 'lenient' and is_lenient)
                    or ({{ missing }} in ('lenient', 'named') and coalesce(asked_rule_id, '') = rule_id)
                )
            )
        )
{%- endmacro %}


{#
  The months or days of a term under "延长至": the larger of the term's own and the granted total. A total
  is written as one number, months * 100 + days.
#}
{% macro clock_total(total, base_months, base_days, part) -%}
    {%- if part == 'months' -%}
    {{ return("(case when " ~ total ~ " > " ~ base_months ~ " * 100 + " ~ base_days ~ " then cast(floor(" ~ total ~ " / 100) as integer) else " ~ base_months ~ " end)") }}
    {%- else -%}
    {{ return("(case when " ~ total ~ " > " ~ base_months ~ " * 100 + " ~ base_days ~ " then " ~ total ~ " % 100 else " ~ base_days ~ " end)") }}
    {%- endif -%}
{%- endmacro %}


{#
  Is missing the term a breach of somebody's duty, which supervision counts? Lost rights, periods that
  merely have to pass and dates from which something may be done are not.
#}
{% macro is_duty(breach_type) -%}
    {{ breach_type }} not in ('loss_of_right', 'lapse', 'minimum_period', 'soft', 'none')
{%- endmacro %}


{#
  A group's first row in an order of two columns, as one value with a field per column (named as the column
  is, without its relation). Reading each column by an aggregate of its own would order the group each time.
#}
{% macro first_row(order, then, columns) -%}
    {{ return(adapter.dispatch('first_row')(order, then, columns)) }}
{%- endmacro %}

{% macro default__first_row(order, then, columns) -%}
    {%- set fields = [] -%}
    {%- for column in [order, then] + columns -%}
        {%- do fields.append(column.split('.')[-1] ~ " := " ~ column) -%}
    {%- endfor -%}
    {{ return("min(struct_pack(" ~ fields | join(", ") ~ "))") }}
{%- endmacro %}

{% macro spark__first_row(order, then, columns) -%}
    {%- set fields = [] -%}
    {%- for column in [order, then] + columns -%}
        {%- do fields.append("'" ~ column.split('.')[-1] ~ "', " ~ column) -%}
    {%- endfor -%}
    {{ return("min(named_struct(" ~ fields | join(", ") ~ "))") }}
{%- endmacro %}
