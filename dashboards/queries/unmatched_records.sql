-- Grain: one record of the period at a receiver that the platform saw nobody send.
with

records as (
    select
        'B201' as business_type, arrest_review_no as record_no, case_id, procuratorate_code as agency_code,
        unit_code, accepted_date, source_table, _source_file, _source_row
    from fct_arrest_review_suspects
    where is_first_suspect and not has_handoff
    union all
    select
        'B301', prosecution_review_no, case_id, procuratorate_code, unit_code, accepted_date,
        source_table, _source_file, _source_row
    from fct_prosecution_reviews
    where not has_handoff
    union all
    select
        'B401', court_case_id, case_id, court_code, court_code, filed_date, source_table, _source_file, _source_row
    from fct_trials
    where instance = 'first' and is_public_prosecution and not has_handoff
)

select
    records.record_no,
    records.business_type,
    records.case_id,
    cases.case_title,
    null as from_unit,
    coalesce(records.unit_code, records.agency_code) as to_unit,
    records.accepted_date as happened_at,
    null as received_at,
    records.source_table,
    records._source_file,
    records._source_row
from records
left join dim_units as units on records.agency_code = units.unit_code
left join dim_cases as cases on records.case_id = cases.case_id
where
    records.accepted_date between $first_day and $last_day
    and ($region is null or units.region_code = $region)
    and ($business_type is null or records.business_type = $business_type)
order by records.accepted_date, records.record_no
