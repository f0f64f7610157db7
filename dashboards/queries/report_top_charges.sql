-- Grain: one charge, those with most cases first: which charges a report names. Charges, not agencies.
select charge_code
from metric_cubes
where
    measure_id = 'police_cases_filed'
    and breakdown = 'all'
    and charge_code is not null
    and ($region is null or region_code = $region)
    and ($agency is null or agency_code = $agency)
group by charge_code
order by sum(value) desc, charge_code
limit $row_limit
