-- Grain: the last count of clocks, one row.
-- Nuance: written after the clocks and before int_clock_counted, whose pending cases make a run good that
-- broke off in between.
-- Belongs here: up to when, and by which rules and engine, the kept clocks were counted.
-- depends_on: {{ ref('int_clocks') }}
{{ config(materialized='table') }}
select
    min(judged_at) as counted_until,
    '{{ clock_engine_version() }}' as engine_version
from {{ ref('int_clock_horizons') }}
where case_id is null
