-- Grain: one measure in one month, region, agency and charge, whole or for one member of a breakdown.
-- Nuance: additive counts only; summing rows of one breakdown is always right, over breakdowns never.
-- The SQL is written from the semantic models of the project, so that MetricFlow and this cube mean
-- the same by a measure.
-- depends_on: {{ ref('fct_police_cases') }}, {{ ref('fct_measures') }}, {{ ref('fct_arrest_review_suspects') }}
-- depends_on: {{ ref('fct_prosecution_reviews') }}, {{ ref('fct_prosecution_review_suspects') }}
-- depends_on: {{ ref('fct_supervision_matters') }}, {{ ref('fct_trials') }}, {{ ref('fct_trial_defendants') }}
-- depends_on: {{ ref('fct_sentence_comparisons') }}, {{ ref('fct_handoffs') }}, {{ ref('fct_corrections') }}
-- depends_on: {{ ref('fct_property_items') }}, {{ ref('fct_documents') }}, {{ ref('fct_handler_conflicts') }}, {{ ref('fct_clocks') }}, {{ ref('ops_freshness') }}
-- depends_on: {{ ref('metric_populations') }}, {{ ref('dim_units') }}, {{ ref('dim_cases') }}
-- depends_on: {{ source('ledger', 'build_parameters') }}
{%- set semantic_models = semantic_models_with_measures() if execute else [] %}
with

{% for semantic_model in semantic_models -%}
{%- for time in times_of(semantic_model, ['sum']) %}
{{ semantic_model.name }}__{{ time }} as (
    select
        cast(date_trunc('month', occurred_on) as date) as month_start,
        region_code,
        agency_code,
        charge_code
        {%- for dimension in breakdowns_of(semantic_model) %},
        {{ dimension.name }}
        {%- endfor %}
        {%- for measure in semantic_model.measures if measure.agg == 'sum' and measure.agg_time_dimension == time %},
        sum({{ measure.name }}) as {{ measure.name }}
        {%- endfor %}
    from (
        {{ measured_rows(semantic_model, time, ['sum']) }}
    )
    group by month_start, region_code, agency_code, charge_code
    {%- for dimension in breakdowns_of(semantic_model) %}, {{ dimension.name }}{% endfor %}
),
{% endfor -%}
{%- endfor %}

cells as (
    {% for semantic_model in semantic_models -%}
    {%- for time in times_of(semantic_model, ['sum']) -%}
    {%- for measure in semantic_model.measures if measure.agg == 'sum' and measure.agg_time_dimension == time -%}
    {%- for breakdown in [none] + breakdowns_of(semantic_model) %}
    select
        '{{ measure.name }}' as measure_id,
        month_start,
        region_code,
        agency_code,
        charge_code,
        '{{ breakdown.name if breakdown else 'all' }}' as breakdown,
        {{ "coalesce(" ~ breakdown.name ~ ", 'unknown')" if breakdown else "''" }} as member,
        {{ steady_sum(measure.name) }} as value
    from {{ semantic_model.name }}__{{ time }}
    group by month_start, region_code, agency_code, charge_code{{ ', ' ~ breakdown.name if breakdown }}
    having sum({{ measure.name }}) <> 0
    union all
    {%- endfor -%}
    {%- endfor -%}
    {%- endfor -%}
    {%- endfor %}
    select
        '' as measure_id,
        cast(null as date) as month_start,
        '' as region_code,
        '' as agency_code,
        '' as charge_code,
        '' as breakdown,
        '' as member,
        0.0 as value
    where false
)

select * from cells
