-- Grain: the row, when it writes of a sealed person or case.
select _source_row
from sealed_source_rows
where _source_file = $file and _source_row = $row
limit 1
