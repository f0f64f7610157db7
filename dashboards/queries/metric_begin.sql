-- Grain: one metric, with the first month that can be compared.
-- Nuance: deliveries bring single old matters with them; a month counts from a tenth of the usual month on,
-- else the first real month would be compared with almost nothing.
with

months as (
    select
        parts.metric_id,
        cubes.month_start,
        sum(abs(cubes.value)) as value
    from (select distinct metric_id, measure_id, timing from bridge_metric_parts) as parts
    inner join metric_cubes as cubes on parts.measure_id = cubes.measure_id and cubes.breakdown = 'all'
    where parts.metric_id in (select unnest($metric_ids)) and parts.timing <> 'average'
    group by parts.metric_id, cubes.month_start
    union all
    select
        parts.metric_id,
        cast(date_trunc('month', observations.occurred_on) as date),
        count(*)
    from (select distinct metric_id, measure_id from bridge_metric_parts where timing = 'observed') as parts
    inner join metric_observations as observations on parts.measure_id = observations.measure_id
    where parts.metric_id in (select unnest($metric_ids))
    group by parts.metric_id, date_trunc('month', observations.occurred_on)
),

usual as (
    select metric_id, median(value) as value
    from months
    group by metric_id
)

select months.metric_id, min(months.month_start) as first_month
from months
inner join usual on months.metric_id = usual.metric_id
where months.value >= usual.value / 10
group by months.metric_id
