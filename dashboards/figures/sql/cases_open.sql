-- Grain: one row. Cases that have not come to their end.
select count(*) as value from dim_cases where not is_closed
