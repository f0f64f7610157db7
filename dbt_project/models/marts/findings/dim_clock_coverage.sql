-- Grain: one rule of the catalogue of time limits, and whether what is delivered can feed it.
select
    rule_id,
    coverage,
    start_source,
    end_source,
    note
from {{ ref('clock_coverage') }}
