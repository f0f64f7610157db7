-- Grain: one area of the city, with its resident population where the census has one.
select
    areas.area_code as region_code,
    areas.name as region_name,
    areas.short_name,
    areas.level,
    cast(areas.lon as double) as longitude,
    cast(areas.lat as double) as latitude,
    cast(populations.resident_population as integer) as resident_population
from {{ ref('areas') }} as areas
left join {{ ref('region_populations') }} as populations on areas.area_code = populations.region_code
