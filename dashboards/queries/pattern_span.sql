-- Grain: one row, what the patterns stand on; nothing before the first complete week.
select max(last_week_end) as last_week_end, min(week_start) as first_week, sum(offence_count) as offence_count
from fct_pattern_counts
having count(*) > 0
