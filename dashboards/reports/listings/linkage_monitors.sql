-- Grain: one monitor of linkage with the range it should lie in.
select monitor, measured, low, high, is_in_range
from ops_linkage_monitors
order by monitor
