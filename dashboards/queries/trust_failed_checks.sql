-- Grain: one check that found something without stopping the build.
select check_name, relation_name, status, failure_count, description
from ops_checks
where status <> 'pass'
order by failure_count desc, check_name
