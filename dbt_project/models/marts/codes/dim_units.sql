-- Grain: one unit or agency that can act: stations, departments, divisions, offices, and the agencies
-- themselves (a hand-off may name only the agency).
select
    unit_code,
    agency_type,
    agency_code,
    name as unit_name,
    unit_kind,
    area_code as region_code,
    cast(lon as double) as longitude,
    cast(lat as double) as latitude
from {{ ref('units') }}
union all
select
    agency_code, agency_type, agency_code, name, level, area_code, null, null
from {{ ref('agencies') }}
