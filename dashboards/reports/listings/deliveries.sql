-- Grain: one agency, in official order; files delivered in the report's days.
select
    deliveries.agency as code,
    count(*) as file_count,
    count(*) filter (where deliveries.status = 'quarantined') as refused_file_count,
    sum(deliveries.rows_received) as received_count,
    sum(deliveries.rows_accepted) as accepted_count,
    sum(deliveries.rows_quarantined) as quarantined_count,
    sum(deliveries.rows_superseded) as superseded_count
from ops_deliveries as deliveries
left join dim_agencies as agencies on deliveries.agency = agencies.agency
where deliveries.delivered_on between $first_day and $last_day
group by code
order by min(agencies.sort_order) nulls last, code
