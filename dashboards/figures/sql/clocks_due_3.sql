-- Grain: one row. Running clocks that fall due within 3 days.
select
    count(*) as value,
    count(*) filter (where is_custody) as custody_count
from fct_clocks
where
    status in ('on_time', 'due_soon')
    and ended_at is null
    and is_latest_cycle
    and is_duty
    and days_left <= 3
