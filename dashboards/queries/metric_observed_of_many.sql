-- Grain: one question of $asked (JSON) with observations. The arithmetic of metric_observed, for many at once.
with

asked as (
    select unnest(
        from_json(
            $asked,
            '[{
                "question_no": "INTEGER", "metric_id": "VARCHAR", "variant": "VARCHAR", "first_day": "DATE",
                "last_day": "DATE", "region": "VARCHAR", "agency": "VARCHAR", "charge": "VARCHAR"
            }]'
        ),
        recursive := true
    )
)

select
    asked.question_no,
    count(*) as observation_count,
    quantile_cont(observations.value, 0.5) as median_value,
    quantile_cont(observations.value, 0.9) as p90_value,
    max(observations.value) as max_value
from asked
inner join bridge_metric_parts as parts
    on asked.metric_id = parts.metric_id and asked.variant = parts.variant
inner join metric_observations as observations on parts.measure_id = observations.measure_id
where
    observations.occurred_on between asked.first_day and asked.last_day
    and (asked.region is null or observations.region_code = asked.region)
    and (asked.agency is null or observations.agency_code = asked.agency)
    and (asked.charge is null or observations.charge_code = asked.charge)
group by asked.question_no
