-- Grain: one case whose clocks are counted.
-- Nuance: written when everything else is: a run that breaks off leaves the old rows, and the next one
-- counts the same cases again.
-- Belongs here: what the next run compares with (int_clock_cases).
-- depends_on: {{ ref('int_clock_explanations') }}
-- depends_on: {{ ref('int_clock_event_parts') }}
{{ config(materialized='table') }}
with

horizons as (
    select min(judged_at) as counted_until from {{ ref('int_clock_horizons') }}
    where case_id is null
),

final as (
    select
        cases.case_id,
        cases.fingerprint,
        horizons.counted_until,
        '{{ clock_engine_version() }}' as engine_version
    from {{ ref('int_clock_cases') }} as cases
    cross join horizons
    where not cases.is_gone
)

select * from final
