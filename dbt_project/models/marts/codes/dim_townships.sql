-- Grain: one township-level area.
select
    township_code,
    name as township_name,
    region_code
from {{ ref('townships') }}
