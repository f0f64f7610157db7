-- Grain: one agency and warning of rows delivered in the report's days.
select
    warned.agency,
    warned.reason_code,
    count(*) as row_count
from ops_warnings as warned
inner join ops_deliveries as deliveries on warned.delivery_id = deliveries.delivery_id
where deliveries.delivered_on between $first_day and $last_day
group by all
order by all
