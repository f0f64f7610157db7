-- Grain: one hand-off sent on a day of the period.
-- Nuance: sealed cases are counted; whoever lists cases leaves them out and says how many. The region is
-- that of the sender, as in the registry's measures of hand-offs.
select
    handoffs.case_id,
    handoffs.business_type,
    handoffs.sender_agency,
    handoffs.receiver_agency,
    handoffs.hours_to_acceptance,
    case
        when handoffs.returned_at is not null then 'returned'
        when handoffs.received_at is null then 'on_the_way'
        else 'received'
    end as outcome,
    case when handoffs.channel = 'online' then 'yes' else 'no' end as online,
    case when handoffs.is_single_track then 'yes' else 'no' end as single_track,
    case
        when not handoffs.carries_dossier or handoffs.returned_at is not null then 'not_due'
        when handoffs.volume_count > 0 then 'yes'
        else 'no'
    end as dossier,
    case
        when handoffs.has_receiver_record is null then 'not_due'
        when handoffs.has_receiver_record then 'yes'
        else 'no'
    end as record,
    case when handoffs.has_receiver_record is null then 'no' else 'yes' end as record_due,
    case when handoffs.hours_to_acceptance is null then 'no' else 'yes' end as accepted,
    1 as weight
from snapshot.marts.fct_handoffs as handoffs
left join snapshot.marts.dim_units as units on handoffs.sender_agency_code = units.unit_code
where
    cast(handoffs.sent_at as date) between $first_day and $last_day
    and ($region is null or units.region_code = $region)
    and (
        (select not is_limited from reader_scope)
        or handoffs.sender_agency_code in (select reader_units.unit_code from reader_units)
    )
    and ($charge is null or handoffs.case_id in (
        select case_id from snapshot.marts.dim_cases where lead_charge_code = $charge
    ))
