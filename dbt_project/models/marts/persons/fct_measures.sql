-- Grain: one coercive measure against one suspect; `ended_at` NULL = running or forgotten.
-- Nuance: limits are those of 刑诉法 79 in calendar months, judged on the day of judgement, once per
-- measure (each organ counts anew) and once per chain of measures of one kind against one person.
with

parameters as (select * from {{ source('ledger', 'build_parameters') }}),

measures as (
    select
        measures.*,
        cases.case_id,
        persons.person_id,
        case
            when measures.measure_code in ('04', '05') then 'custody'
            when measures.measure_code = '02' then 'bail'
            when measures.measure_code in ('03', '06') then 'surveillance'
            else 'summons'
        end as measure_kind,
        case measures.measure_code when '02' then 12 when '03' then 6 when '06' then 6 end as limit_months
    from {{ ref('stg_police__measures') }} as measures
    left join {{ ref('int_case_components') }} as cases
        on {{ record_key('police', 'cases', 'measures.case_no') }} = cases.record_key
    left join {{ ref('int_person_components') }} as persons
        on {{ record_key('police', 'persons', 'measures.person_no') }} = persons.person_key
),

chained as (
    select
        *,
        min(started_at) over (partition by case_id, person_id, measure_kind) as chain_started_at
    from measures
),

acceptances as (
    select case_id, person_id, cast(occurred_at as date) as accepted_date
    from {{ ref('int_events_merged') }}
    where event_type = 'transfer_received' and person_id is not null
),

prosecuted as (
    select chained.measure_no, min(acceptances.accepted_date) as prosecution_accepted_date
    from chained
    inner join acceptances
        on
            chained.case_id = acceptances.case_id
            and chained.person_id = acceptances.person_id
            and cast(chained.started_at as date) <= acceptances.accepted_date
    cross join parameters
    where acceptances.accepted_date <= parameters.as_of
    group by chained.measure_no
),

passed as (
    select
        chained.measure_no,
        {{ month_passed('chained.started_at', 'chained.limit_months') }} as limit_passed_date,
        {{ month_passed('chained.chain_started_at', 'chained.limit_months') }} as chain_limit_passed_date,
        {{ month_passed('chained.chain_started_at', "case when chained.measure_kind = 'custody' then 36 end") }}
            as custody_3_years_date,
        {{ month_passed('chained.chain_started_at', "case when chained.measure_kind = 'custody' then 60 end") }}
            as custody_5_years_date
    from chained
    cross join parameters
)

select
    measures.measure_no,
    measures.case_id,
    measures.person_id,
    measures.measure_code,
    measures.unit_code,
    case_persons.charge_code,
    coalesce(case_persons.is_juvenile, false) as is_juvenile,
    measures.started_at,
    measures.ended_at,
    measures.measure_end_code,
    measures.detention_limit_code,
    measures.original_due_date,
    measures.approving_agency_code,
    measures.detention_house_code,
    measures.admitted_at,
    measures.discharged_at,
    measures.guarantee_code,
    measures.bail_yuan,
    measures.chain_started_at,
    passed.limit_passed_date,
    passed.chain_limit_passed_date,
    passed.custody_3_years_date,
    passed.custody_5_years_date,
    prosecuted.prosecution_accepted_date,
    measures.recorded_at,
    measures.source_table,
    measures._source_file,
    measures._source_row
from chained as measures
inner join passed on measures.measure_no = passed.measure_no
left join prosecuted on measures.measure_no = prosecuted.measure_no
left join {{ ref('int_case_persons') }} as case_persons
    on
        measures.case_id = case_persons.case_id
        and measures.person_id = case_persons.person_id
        and case_persons.side = 'accused'
