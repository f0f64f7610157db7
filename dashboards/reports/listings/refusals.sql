-- Grain: one table and reason of rows or files refused, delivered in the report's days.
select
    quarantine.agency,
    quarantine.table_name,
    quarantine.reason_code,
    count(*) as row_count
from ops_quarantine as quarantine
inner join ops_deliveries as deliveries on quarantine.delivery_id = deliveries.delivery_id
where deliveries.delivered_on between $first_day and $last_day
group by all
order by all
