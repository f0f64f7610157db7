-- Grain: one row. Every clock, whatever its state.
select count(*) as value from fct_clocks
