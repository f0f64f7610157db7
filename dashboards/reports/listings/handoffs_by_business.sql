-- Grain: one business type with a hand-off sent in the report's days, in the order of its code.
select
    handoffs.business_type as code,
    count(*) as sent_count,
    count(handoffs.accepted_at) as accepted_count,
    count(handoffs.returned_at) as returned_count,
    median(handoffs.hours_to_acceptance) as median_hours,
    avg(cast(handoffs.is_single_track as integer)) as single_track_share
from fct_handoffs as handoffs
left join dim_cases as cases on handoffs.case_id = cases.case_id
left join dim_units as units on handoffs.from_unit = units.unit_code
where
    cast(handoffs.sent_at as date) between $first_day and $last_day
    and ($region is null or units.region_code = $region)
    and ($agency is null or $agency in (handoffs.sender_agency_code, handoffs.receiver_agency_code))
    and ($charge is null or cases.lead_charge_code = $charge)
group by code
order by code
