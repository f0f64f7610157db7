-- Grain: one case of the list, one page of it; `total_count` is that of the whole list.
-- A filter that is NULL is not set.
with

matches as (
    select
        case_id,
        number_normalized = $number as is_exact
    from bridge_case_numbers
    where contains(number_normalized, $number)
),

-- A whole number finds its case alone, though it may also be the beginning of another one.
numbered as (
    select distinct case_id
    from matches
    where is_exact or not (select bool_or(is_exact) from matches)
),

reached as (
    select case_id
    from dim_cases
    where $basis = 'filed' and filed_at >= $first_day and filed_at < $end_day

    union

    select case_id
    from fct_events
    where
        event_type = case $basis
            when 'sent' then 'transferred_for_prosecution'
            when 'indicted' then 'prosecution_decision'
            when 'judged' then 'judgment_pronounced'
        end
        and occurred_at >= $first_day and occurred_at < $end_day
),

-- Few columns of many cases first: a list of a million is put in order and counted by them alone.
chosen as (
    select
        cases.case_id,
        cases.filed_at
    from dim_cases as cases
    where
        ($number is null or cases.case_id in (select numbered.case_id from numbered))
        and ($charge is null or cases.lead_charge_code = $charge)
        and ($region is null or cases.region_code = $region)
        and ($unit is null or cases.lead_unit_code = $unit)
        and ($stage is null or cases.stage = $stage or ($stage = 'open' and not cases.is_closed))
        and (not $has_period or cases.case_id in (select reached.case_id from reached))
),

shown as (
    select case_id
    from chosen
    order by filed_at desc nulls last, case_id
    limit $row_limit offset $row_offset
)

select
    cases.case_id,
    cases.case_no,
    cases.case_title,
    cases.lead_charge_code,
    cases.region_code,
    cases.lead_unit_code,
    cases.filed_at,
    cases.stage,
    cases.stage_since,
    cases.person_count,
    cases.agency_count,
    cases.last_event_at,
    (select count(*) from chosen) as total_count
from shown
inner join dim_cases as cases on shown.case_id = cases.case_id
order by cases.filed_at desc nulls last, cases.case_id
