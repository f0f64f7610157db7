-- Grain: one row over the chosen deliveries.
select
    count(*) as file_count,
    count(*) filter (where status = 'loaded') as loaded_count,
    count(*) filter (where status = 'quarantined') as refused_count,
    count(*) filter (where status not in ('loaded', 'quarantined')) as passed_over_count,
    coalesce(sum(rows_received), 0) as rows_received,
    coalesce(sum(rows_accepted), 0) as rows_accepted,
    coalesce(sum(rows_quarantined), 0) as rows_quarantined,
    coalesce(sum(rows_superseded), 0) as rows_superseded
from ops_deliveries
where
    ($agency is null or agency = $agency)
    and ($first_day is null or delivered_on >= $first_day)
    and ($last_day is null or delivered_on <= $last_day)
