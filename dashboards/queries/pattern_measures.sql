-- Grain: one figure of one method.
select * from fct_pattern_measures order by all
