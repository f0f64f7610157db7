-- Grain: one case whose clocks are counted.
-- Nuance: written when everything else is. At the beginning of a run the cases that it is going to count are
-- marked as pending here, so after a run that broke off the next one counts them again.
-- Belongs here: what the next run compares with (int_clock_cases).
-- depends_on: {{ ref('int_clocks_labelled') }}
-- depends_on: {{ ref('int_clock_counted_rules') }}
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
