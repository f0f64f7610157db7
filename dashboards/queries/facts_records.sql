-- Grain: one record that a receiver opened on a day of the period, of the kinds that a hand-off should open.
-- Nuance: sealed cases are counted; whoever lists cases leaves them out and says how many. The region is
-- that of the receiver.
with

records as (
    select
        'B201' as business_type,
        case_id,
        procuratorate_code as agency_code,
        accepted_date,
        charge_code,
        has_handoff
    from snapshot.marts.fct_arrest_review_suspects
    where is_first_suspect
    union all
    select 'B301', case_id, procuratorate_code, accepted_date, charge_code, has_handoff
    from snapshot.marts.fct_prosecution_reviews
    union all
    select 'B401', case_id, court_code, filed_date, charge_code, has_handoff
    from snapshot.marts.fct_trials
    where instance = 'first' and is_public_prosecution
)

select
    records.case_id,
    records.business_type,
    case when records.has_handoff then 'yes' else 'no' end as handoff,
    1 as weight
from records
left join snapshot.marts.dim_units as units on records.agency_code = units.unit_code
left join snapshot.marts.dim_cases as cases on records.case_id = cases.case_id
where
    records.accepted_date between $first_day and $last_day
    and ($region is null or units.region_code = $region)
    and (
        (select not is_limited from reader_scope)
        or records.agency_code in (select reader_units.unit_code from reader_units)
    )
    and ($charge is null or coalesce(records.charge_code, cases.lead_charge_code) = $charge)
