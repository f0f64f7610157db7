-- Grain: one agency, in official order: how far its data reach.
select
    freshness.agency as code,
    freshness.data_date,
    freshness.last_delivered_on,
    freshness.lag_days,
    freshness.is_stale
from ops_freshness as freshness
left join dim_agencies as agencies on freshness.agency = agencies.agency
order by agencies.sort_order nulls last, code
