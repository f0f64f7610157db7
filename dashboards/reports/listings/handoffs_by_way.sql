-- Grain: one way from agency to agency with a hand-off sent in the report's days, in official order.
select
    handoffs.sender_agency as sender,
    handoffs.receiver_agency as receiver,
    count(*) as sent_count,
    count(handoffs.accepted_at) as accepted_count,
    count(handoffs.returned_at) as returned_count,
    median(handoffs.hours_to_acceptance) as median_hours
from fct_handoffs as handoffs
left join dim_cases as cases on handoffs.case_id = cases.case_id
left join dim_units as units on handoffs.from_unit = units.unit_code
left join dim_agencies as senders on handoffs.sender_agency = senders.agency
left join dim_agencies as receivers on handoffs.receiver_agency = receivers.agency
where
    cast(handoffs.sent_at as date) between $first_day and $last_day
    and ($region is null or units.region_code = $region)
    and ($agency is null or $agency in (handoffs.sender_agency_code, handoffs.receiver_agency_code))
    and ($charge is null or cases.lead_charge_code = $charge)
group by sender, receiver
order by min(senders.sort_order) nulls last, min(receivers.sort_order) nulls last, sender, receiver
