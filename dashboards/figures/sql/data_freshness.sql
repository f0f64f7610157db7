-- Grain: one agency: up to which day its data goes, and how that compares with its rhythm.
select
    freshness.agency,
    cast(freshness.data_date as timestamp) as data_date,
    cast(freshness.last_delivered_on as timestamp) as last_delivered_on,
    freshness.cadence_days,
    freshness.is_stale,
    freshness.lag_days as value
from ops_freshness as freshness
left join dim_agencies as agencies on freshness.agency = agencies.agency
order by agencies.sort_order, freshness.agency
