-- Grain: one county, with how the townships of its cases were found.
select
    region_code,
    count(*) as case_count,
    count(*) filter (where township_found_by = 'address') as address_count,
    count(*) filter (where township_found_by = 'station') as station_count,
    count(*) filter (where township_code is null) as unknown_count
from dim_cases
group by region_code
order by region_code
