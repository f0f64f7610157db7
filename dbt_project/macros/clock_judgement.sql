{#
  How a clock stands at a moment. Belongs here: days past and to go, the state of a running clock, and judging
  kept clocks again. Keep out: when a term ends (clocks.sql).
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


{#
  Clocks that run on are judged at another moment: of an unchanged case nothing else can differ. Moments may
  also go back, as they do when a delivery is withdrawn.
#}
{% macro rejudge_open_clocks() -%}
    {%- set rules = ref('clock_rules') -%}
    {%- set horizons = ref('int_clock_horizons') -%}
    {%- if is_incremental() -%}
    {%- set days_past = clock_days_past('clocks.due_day', 'clocks.due_at', 'horizons.judged_at', 'clocks.is_counted_in_hours') -%}
    {%- set days_to_go = clock_days_to_go('clocks.due_day', 'clocks.due_at', 'horizons.judged_at', 'clocks.is_counted_in_hours') -%}
    {%- set is_standing = "clocks.status = 'suspended'" %}
    update {{ this }} as clocks
    set
        judged_at = horizons.judged_at,
        days_over = case when {{ is_standing }} then 0 else cast({{ days_past }} as integer) end,
        days_left = case when not ({{ is_standing }}) then cast({{ days_to_go }} as integer) end,
        status = case when {{ is_standing }} then clocks.status else {{ clock_open_status(days_past, days_to_go) }} end
    from (
        select rules.rule_id, moments.judged_at
        from (
            select
                rule_id,
                reporting_agency,
                row_number() over (partition by rule_id order by valid_from) as version_place
            from {{ rules }}
        ) as rules
        inner join {{ horizons }} as moments
            on coalesce(rules.reporting_agency, 'none') = moments.agency and moments.case_id is null
        where rules.version_place = 1
    ) as horizons
    where
        clocks.rule_id = horizons.rule_id
        and clocks.ended_at is null
        and clocks.judged_at <> horizons.judged_at
    {%- else -%}
    select 1
    {%- endif -%}
{%- endmacro %}
