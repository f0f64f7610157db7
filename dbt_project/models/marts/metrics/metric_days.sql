-- Grain: one measure on one day in one region and agency.
-- Nuance: the days behind metric_cubes, without charges and breakdowns, for periods that are no whole
-- months: same days of an unfinished month, weeks around the Spring Festival, any range.
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
        occurred_on,
        region_code,
        agency_code
        {%- for measure in semantic_model.measures if measure.agg == 'sum' and measure.agg_time_dimension == time %},
        {{ steady_sum(measure.name) }} as {{ measure.name }}
        {%- endfor %}
    from (
        {{ measured_rows(semantic_model, time, ['sum']) }}
    )
    group by occurred_on, region_code, agency_code
),
{% endfor -%}
{%- endfor %}

days as (
    {% for semantic_model in semantic_models -%}
    {%- for measure in semantic_model.measures if measure.agg == 'sum' %}
    select
        '{{ measure.name }}' as measure_id,
        occurred_on,
        region_code,
        agency_code,
        {{ measure.name }} as value
    from {{ semantic_model.name }}__{{ measure.agg_time_dimension }}
    where {{ measure.name }} <> 0
    union all
    {%- endfor -%}
    {%- endfor %}
    select
        '' as measure_id,
        cast(null as date) as occurred_on,
        '' as region_code,
        '' as agency_code,
        0.0 as value
    where false
)

select * from days
