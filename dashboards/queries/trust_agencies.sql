-- Grain: one agency, how far its data reach.
select
    freshness.agency,
    freshness.data_date,
    freshness.lag_days,
    freshness.is_stale
from ops_freshness as freshness
inner join dim_agencies as agencies on freshness.agency = agencies.agency
order by agencies.sort_order
