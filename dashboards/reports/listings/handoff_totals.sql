-- Grain: one row. Hand-offs sent in the report's days.
select
    count(*) as sent_count,
    count(handoffs.accepted_at) as accepted_count,
    count(handoffs.returned_at) as returned_count,
    count(*) filter (where handoffs.accepted_at is null and handoffs.returned_at is null) as waiting_count
from fct_handoffs as handoffs
left join dim_cases as cases on handoffs.case_id = cases.case_id
left join dim_units as units on handoffs.from_unit = units.unit_code
where
    cast(handoffs.sent_at as date) between $first_day and $last_day
    and ($region is null or units.region_code = $region)
    and ($agency is null or $agency in (handoffs.sender_agency_code, handoffs.receiver_agency_code))
    and ($charge is null or cases.lead_charge_code = $charge)
