-- Grain: one metric that a page shows.
select * from dim_metrics where metric_id in (select unnest($metric_ids)) order by stream, metric_id
