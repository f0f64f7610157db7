-- Grain: one observed value (days, hours, months) of one measure, with where it belongs.
-- Nuance: medians and other quantiles do not add up, so their single values are published; no case or
-- person stands beside them.
-- depends_on: {{ ref('fct_police_cases') }}, {{ ref('fct_prosecution_reviews') }}, {{ ref('fct_trials') }}
-- depends_on: {{ ref('fct_sentence_comparisons') }}, {{ ref('fct_handoffs') }}, {{ ref('ops_freshness') }}
-- depends_on: {{ ref('dim_units') }}, {{ ref('dim_cases') }}
-- depends_on: {{ source('ledger', 'build_parameters') }}
{%- set aggregations = ['median', 'max'] %}
{%- set semantic_models = semantic_models_with_measures() if execute else [] %}
with

{% for semantic_model in semantic_models -%}
{%- for time in times_of(semantic_model, aggregations) %}
{{ semantic_model.name }}__{{ time }} as (
    {{ measured_rows(semantic_model, time, aggregations) }}
),
{% endfor -%}
{%- endfor %}

observations as (
    {% for semantic_model in semantic_models -%}
    {%- for measure in semantic_model.measures if measure.agg in aggregations %}
    select
        '{{ measure.name }}' as measure_id,
        occurred_on,
        region_code,
        agency_code,
        charge_code,
        {{ measure.name }} as value
    from {{ semantic_model.name }}__{{ measure.agg_time_dimension }}
    where {{ measure.name }} is not null
    union all
    {%- endfor -%}
    {%- endfor %}
    select
        '' as measure_id,
        cast(null as date) as occurred_on,
        '' as region_code,
        '' as agency_code,
        '' as charge_code,
        0.0 as value
    where false
)

select * from observations
