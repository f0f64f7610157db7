{# A relation has exactly one row per row of another: returns both counts when they differ. #}
{% test same_row_count(model, to) %}
with

counts as (
    select
        (select count(*) from {{ model }}) as row_count,
        (select count(*) from {{ to }}) as expected_count
)

select * from counts
where row_count <> expected_count
{% endtest %}
