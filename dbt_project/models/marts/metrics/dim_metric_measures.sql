-- Grain: one measure: one mapped fact that metrics are made of.
-- Nuance: read from the semantic models of the project, so that pages can say what a figure is made of
-- and ask for the cases behind it.
{%- set semantic_models = semantic_models_with_measures() if execute else [] %}
with

measures as (
    {% for semantic_model in semantic_models -%}
    {%- for measure in semantic_model.measures %}
    select
        '{{ measure.name }}' as measure_id,
        '{{ measure.description | replace("'", "''") }}' as description,
        '{{ semantic_model.node_relation.alias }}' as relation_name,
        '{{ element_sql(semantic_model.dimensions, measure.agg_time_dimension) | replace("'", "''") }}' as time_column,
        '{{ measure.agg }}' as aggregation,
        '{{ (measure.expr or measure.name) | replace("'", "''") }}' as expression,
        '{{ element_sql(semantic_model.entities, 'unit', missing='') | replace("'", "''") }}' as unit_column,
        '{{ element_sql(semantic_model.entities, 'case', missing='') }}' as case_column,
        '{{ element_sql(semantic_model.dimensions, 'charge_code', missing='') }}' as charge_column,
        '{{ breakdowns_of(semantic_model) | map(attribute='name') | join(';') }}' as breakdowns
    union all
    {%- endfor -%}
    {%- endfor %}
    select
        '' as measure_id,
        '' as description,
        '' as relation_name,
        '' as time_column,
        '' as aggregation,
        '' as expression,
        '' as unit_column,
        '' as case_column,
        '' as charge_column,
        '' as breakdowns
    where false
)

select * from measures
