-- Grain: one hand-off of the period that should have opened a record at its receiver and did not.
select
    handoffs.handoff_id as record_no,
    handoffs.business_type,
    handoffs.case_id,
    cases.case_title,
    handoffs.from_unit,
    handoffs.to_unit,
    handoffs.sent_at as happened_at,
    handoffs.received_at,
    handoffs.source_table,
    handoffs._source_file,
    handoffs._source_row
from fct_handoffs as handoffs
left join dim_units as units on handoffs.sender_agency_code = units.unit_code
left join dim_cases as cases on handoffs.case_id = cases.case_id
where
    not handoffs.has_receiver_record
    and cast(handoffs.sent_at as date) between $first_day and $last_day
    and ($region is null or units.region_code = $region)
    and ($business_type is null or handoffs.business_type = $business_type)
order by handoffs.sent_at, handoffs.handoff_id
