-- Grain: one row. The first month with data: the first one with a tenth of the cases of a middling month. Single
-- older records (a case that ran for long when delivery began) make no month that others can be compared with.
with

months as (
    select month_start, sum(value) as filed_count
    from metric_cubes
    where measure_id = 'police_cases_filed' and breakdown = 'all'
    group by month_start
)

select min(month_start) as data_start
from months
where filed_count >= (select 0.1 * median(filed_count) from months)
