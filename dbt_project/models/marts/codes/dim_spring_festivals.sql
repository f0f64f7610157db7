-- Grain: one calendar year, with the first day of its Spring Festival.
select
    year as year_number,
    first_day
from {{ ref('spring_festivals') }}
