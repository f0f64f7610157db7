-- Grain: one case, with how its township was found: by address, by the handling station, not at all.
-- Nuance: sealed cases are counted; whoever lists cases leaves them out and says how many. Every case counts,
-- whenever it was: the days are there because every set has some.
select
    cases.case_id,
    coalesce(cases.region_code, 'unknown') as place,
    case when cases.township_code is null then 'nowhere' else cases.township_found_by end as found_by,
    1 as weight
from snapshot.marts.dim_cases as cases
where
    $first_day <= $last_day
    and ($region is null or cases.region_code = $region)
    and ($charge is null or cases.lead_charge_code = $charge)
    and (
        (select not is_limited from reader_scope)
        or cases.case_id in (select reader_cases.case_id from reader_cases)
    )
