-- Grain: one day.
-- Nuance: years that the calendar seed does not have are weekdays and weekends only; whoever relies on
-- them gets a provisional date.
-- Belongs here: which day is worked, which comes next. Keep out: counting of terms (macros/clocks.sql).
with
seed as (
    select date_day, is_workday, is_provisional from codes.calendar
),
extent as (
    select
        min(date_day) as first_day,
        max(date_day) as last_day
    from seed
),
-- As many days before and after as the seed has, by shifting it.
around as (
    select
        (seed.date_day + cast(date_diff('day', extent.first_day, extent.last_day) + 1 as integer)) as date_day
    from seed
    cross join extent
    union all
    select
        (seed.date_day + cast(-1 - date_diff('day', extent.first_day, extent.last_day) as integer)) as date_day
    from seed
    cross join extent
),
days as (
    select date_day, is_workday, is_provisional from seed
    union all
    select date_day, not (extract(dow from date_day) in (0, 6)), true from around
),
worked as (
    select
        date_day,
        is_workday,
        is_provisional,
        min(case when is_workday then date_day end) over (
            order by date_day
            rows between current row and unbounded following
        ) as next_workday,
        sum(case when is_workday then 1 else 0 end) over (
            order by date_day
            rows between unbounded preceding and current row
        ) as workday_number
    from days
),
final as (
    select
        worked.date_day,
        worked.is_workday,
        worked.is_provisional,
        worked.next_workday,
        worked.workday_number,
        worked.is_provisional or coalesce(next_days.is_provisional, true) as is_next_provisional
    from worked
    left join days as next_days on worked.next_workday = next_days.date_day
)
select * from final
