-- Grain: one row. Cases filed in the last finished month, with the month before it to compare.
with

months as (
    select
        date_trunc('month', as_of + 1) - interval 1 month as first_day,
        date_trunc('month', as_of + 1) - interval 1 day as last_day,
        date_trunc('month', as_of + 1) - interval 2 month as previous_first_day
    from ops_snapshot
)

select
    months.first_day,
    months.last_day,
    count(*) filter (where cases.filed_at >= months.first_day) as value,
    count(*) filter (where cases.filed_at < months.first_day) as previous_value
from months
left join dim_cases as cases
    on
        cases.filed_at >= months.previous_first_day
        and cases.filed_at < months.last_day + interval 1 day
group by all
