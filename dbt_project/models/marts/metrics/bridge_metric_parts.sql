-- Grain: one measure in the numerator or denominator of one variant of one metric.
select * from {{ ref('metric_parts') }}
