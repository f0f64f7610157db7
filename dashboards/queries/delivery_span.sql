-- Grain: one row: the first and the last day of delivery, and who delivered.
select
    cast(min(delivered_on) as timestamp) as first_day,
    cast(max(delivered_on) as timestamp) as last_day,
    list(distinct agency order by agency) as agencies
from ops_deliveries
