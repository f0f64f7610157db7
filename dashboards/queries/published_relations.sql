-- Grain: one relation that the snapshot publishes.
select table_name as relation
from duckdb_tables()
where database_name = 'snapshot' and schema_name = 'marts'
order by relation
