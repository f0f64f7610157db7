-- Grain: one year with the first day of its Spring Festival.
select year_number, first_day from dim_spring_festivals
