-- Grain: one variant, asked period and place ($by: region, agency or nothing), with quantiles of its single values.
with

asked as (
    select
        unnest(range(len($first_days))) as period_index,
        unnest($first_days) as first_day,
        unnest($last_days) as last_day
)

select
    parts.metric_id,
    parts.variant,
    asked.period_index,
    case $by when 'region' then observations.region_code when 'agency' then observations.agency_code else '' end
        as place,
    count(*) as observation_count,
    quantile_cont(observations.value, 0.5) as median_value,
    quantile_cont(observations.value, 0.9) as p90_value,
    max(observations.value) as max_value
from bridge_metric_parts as parts
inner join metric_observations as observations on parts.measure_id = observations.measure_id
inner join asked on observations.occurred_on between asked.first_day and asked.last_day
where
    parts.metric_id in (select unnest($metric_ids))
    and parts.timing = 'observed'
    and ($region is null or observations.region_code = $region)
    and ($agency is null or observations.agency_code = $agency)
    and ($charge is null or observations.charge_code = $charge)
group by all
