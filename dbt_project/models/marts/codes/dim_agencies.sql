-- Grain: one delivering agency (system), in the order of the process.
select
    agency,
    name_zh,
    name_en,
    cast(cadence_days as integer) as cadence_days,
    cast(sort_order as integer) as sort_order
from {{ ref('agency_cadences') }}
