{#
  From mapped facts to cubes. Belongs here: reading the semantic models of the project (the same that
  MetricFlow reads) and writing the one SQL shape of a cube from them. Keep out: which facts there are
  (models/marts/metrics/_semantic_*.yml) and what a metric is made of (seeds/metrics).
#}

{# The semantic models that carry measures, by name. #}
{% macro semantic_models_with_measures() -%}
    {%- set found = [] -%}
    {%- for semantic_model in graph.semantic_models.values() | sort(attribute='name') if semantic_model.measures -%}
        {%- do found.append(semantic_model) -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro %}


{# SQL of one element (entity or dimension) of a semantic model; its name where no other is given. #}
{% macro element_sql(elements, name, missing='cast(null as varchar)') -%}
    {%- set sql = namespace(text=missing) -%}
    {%- for element in elements if element.name == name -%}
        {%- set sql.text = element.expr or element.name -%}
    {%- endfor -%}
    {{ return(sql.text) }}
{%- endmacro %}


{# Dimensions that are not shared by all measures: each is a breakdown of its own in the cube. #}
{% macro breakdowns_of(semantic_model) -%}
    {%- set found = [] -%}
    {%- for dimension in semantic_model.dimensions
        if dimension.type == 'categorical' and dimension.name not in ('charge_code', 'region_code', 'agency_code') -%}
        {%- do found.append(dimension) -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro %}


{# Time columns of a semantic model that measures of these aggregations use. #}
{% macro times_of(semantic_model, aggregations) -%}
    {%- set found = [] -%}
    {%- for measure in semantic_model.measures
        if measure.agg in aggregations and measure.agg_time_dimension not in found -%}
        {%- do found.append(measure.agg_time_dimension) -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro %}


{#
  Rows of one semantic model along one of its time columns, with the shared dimensions, its breakdowns
  and one column per measure: what both cubes and observations are made of. Facts after the day of
  judgement do not count.
#}
{% macro measured_rows(semantic_model, time, aggregations) -%}
    select
        facts.occurred_on,
        coalesce(facts.region_code, units.region_code) as region_code,
        coalesce(facts.agency_code, units.agency_code) as agency_code,
        coalesce(facts.charge_code, cases.lead_charge_code) as charge_code
        {%- for dimension in breakdowns_of(semantic_model) %},
        facts.{{ dimension.name }}
        {%- endfor %}
        {%- for measure in semantic_model.measures
            if measure.agg in aggregations and measure.agg_time_dimension == time %},
        facts.{{ measure.name }}
        {%- endfor %}
    from (
        select
            cast({{ element_sql(semantic_model.dimensions, time, missing=time) }} as date) as occurred_on,
            {{ element_sql(semantic_model.entities, 'unit') }} as unit_code,
            {{ element_sql(semantic_model.entities, 'case') }} as case_id,
            {{ element_sql(semantic_model.dimensions, 'region_code') }} as region_code,
            {{ element_sql(semantic_model.dimensions, 'agency_code') }} as agency_code,
            {{ element_sql(semantic_model.dimensions, 'charge_code') }} as charge_code
            {%- for dimension in breakdowns_of(semantic_model) %},
            cast({{ dimension.expr or dimension.name }} as varchar) as {{ dimension.name }}
            {%- endfor %}
            {%- for measure in semantic_model.measures
                if measure.agg in aggregations and measure.agg_time_dimension == time %},
            cast({{ measure.expr or measure.name }} as double) as {{ measure.name }}
            {%- endfor %}
        from {{ semantic_model.node_relation.relation_name }}
    ) as facts
    cross join {{ source('ledger', 'build_parameters') }} as parameters
    left join {{ ref('dim_units') }} as units on facts.unit_code = units.unit_code
    left join {{ ref('dim_cases') }} as cases on facts.case_id = cases.case_id
    where facts.occurred_on <= parameters.as_of
{%- endmacro %}


{#
  The value of a metric from its parts; the same rule as models/metrics/formula.py, which a test holds
  to it. `days` counts the days of the period, for values per day pending.
#}
{% macro metric_value(formula, numerator, denominator, multiplier, is_per_day, days) -%}
    case
            when {{ formula }} = 'count' then {{ numerator }}
            when {{ denominator }} <> 0
                then {{ numerator }} * {{ multiplier }}
                    * case when {{ is_per_day }} then {{ days }} else 1 end / {{ denominator }}
        end
{%- endmacro %}


{# From the start of a month to the start and the last day of the period around it. #}
{% macro period_start(grain, month_start) -%}
    cast(date_trunc('{{ grain }}', {{ month_start }}) as date)
{%- endmacro %}

{% macro period_end(grain, month_start) -%}
    {{ days_after(months_after(period_start(grain, month_start), {'month': 1, 'quarter': 3, 'year': 12}[grain]), -1) }}
{%- endmacro %}

{# 2025-03, 2025Q1 or 2025. #}
{% macro period_name(grain, month_start) -%}
    {%- set year = "cast(cast(extract(year from " ~ month_start ~ ") as integer) as varchar)" -%}
    {%- if grain == 'year' -%}
    {{ year }}
    {%- elif grain == 'quarter' -%}
    {{ year }} || 'Q' || cast(cast(extract(quarter from {{ month_start }}) as integer) as varchar)
    {%- else -%}
    {{ year }} || '-' || lpad(cast(cast(extract(month from {{ month_start }}) as integer) as varchar), 2, '0')
    {%- endif -%}
{%- endmacro %}
