-- Grain: one row. How many checks the build ran, and how many found something without stopping it.
select
    count(*) as check_count,
    count(*) filter (where status <> 'pass') as failed_count
from ops_checks
