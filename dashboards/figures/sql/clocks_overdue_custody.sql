-- Grain: one row. Clocks of persons in custody that have run out and go on.
select
    count(*) as value,
    count(distinct case_id) as case_count
from fct_clocks
where status = 'overdue' and is_latest_cycle and is_duty and is_custody
