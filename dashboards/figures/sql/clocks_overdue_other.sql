-- Grain: one row. Clocks that have run out and go on, but for those of custody.
select
    count(*) as value,
    count(distinct case_id) as case_count
from fct_clocks
where status = 'overdue' and is_latest_cycle and is_duty and not is_custody
