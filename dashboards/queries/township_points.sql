-- Grain: one township, with the middle of the places of its cases where these are known.
select
    cases.township_code,
    cases.region_code,
    median(cases.longitude) as longitude,
    median(cases.latitude) as latitude,
    count(*) as case_count,
    count(cases.longitude) as placed_count
from dim_cases as cases
where cases.township_code is not null
group by cases.township_code, cases.region_code
