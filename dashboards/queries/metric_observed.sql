-- Grain: one row. Median, ninth decile and greatest of the single values behind one variant of a metric.
select
    count(*) as observation_count,
    quantile_cont(observations.value, 0.5) as median_value,
    quantile_cont(observations.value, 0.9) as p90_value,
    max(observations.value) as max_value
from bridge_metric_parts as parts
inner join metric_observations as observations on parts.measure_id = observations.measure_id
where
    parts.metric_id = $metric_id
    and parts.variant = $variant
    and observations.occurred_on between $first_day and $last_day
    and ($region is null or observations.region_code = $region)
    and ($agency is null or observations.agency_code = $agency)
    and ($charge is null or observations.charge_code = $charge)
