-- Grain: one way to compute one metric: a switch of its definition, or a quantile.
select * from {{ ref('metric_variants') }}
