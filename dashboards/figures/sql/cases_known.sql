-- Grain: one row. Every case, whatever its stage.
select count(*) as value from dim_cases
