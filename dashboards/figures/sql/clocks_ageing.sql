-- Grain: one band of days over. Clocks that have run out and go on.
with

bands as (
    select *
    from (
        values (1, 3), (4, 7), (8, 15), (16, 30), (31, 90), (91, 180), (181, null)
    ) as listed (over_from, over_to)
)

select
    cast(bands.over_from as varchar) as over_from,
    cast(bands.over_to as varchar) as over_to,
    count(clocks.clock_id) as value,
    count(clocks.clock_id) filter (where clocks.is_custody) as custody_count
from bands
left join fct_clocks as clocks
    on
        clocks.status = 'overdue'
        and clocks.is_latest_cycle
        and clocks.is_duty
        and clocks.days_over >= bands.over_from
        and (bands.over_to is null or clocks.days_over <= bands.over_to)
group by bands.over_from, bands.over_to
order by bands.over_from
