-- Grain: one criminal matter (全案) across all agencies.

with

records as (
    select * from {{ ref('int_case_components') }}
),

numbers as (
    select record_key, min(number_text) as number_text
    from {{ ref('int_case_numbers') }}
    where number_kind = 'case_no'
    group by record_key
),

lead_records as (
    select
        records.case_id,
        records.record_key,
        records.agency as lead_agency,
        numbers.number_text as case_no,
        all_records.unit_code,
        all_records.region_code
    from records
    left join numbers on records.record_key = numbers.record_key
    left join {{ ref('int_case_records') }} as all_records on records.record_key = all_records.record_key
    qualify row_number() over (partition by records.case_id order by records.record_key) = 1
),

sizes as (
    select case_id, count(*) as record_count, count(distinct agency) as agency_count
    from records
    group by case_id
),

persons as (
    select
        case_id,
        count(distinct person_id) filter (where side = 'accused') as person_count,
        min(masked_name) filter (where seq = 1 and side = 'accused') as lead_masked_name,
        coalesce(bool_or(is_juvenile), false) as has_juvenile,
        coalesce(bool_or(is_sealed), false) as has_sealed_records,
        -- A case is sealed as a whole when everybody accused in it is.
        coalesce(bool_and(is_sealed) filter (where side = 'accused'), false) as is_sealed
    from {{ ref('int_case_persons') }}
    group by case_id
),

-- The charge of the highest authority that named one; among its accused the most frequent.
charges as (
    select case_id, charge_code
    from (
        select
            case_id,
            charge_code,
            max(
                case
                    when convicted_charge_code is not null then 4
                    when found_charge_code is not null then 3
                    when sent_charge_code is not null then 2
                    else 1
                end
            ) as authority_rank,
            count(*) as person_count
        from {{ ref('int_case_persons') }}
        where side = 'accused' and charge_code is not null
        group by case_id, charge_code
    )
    qualify row_number() over (
        partition by case_id order by authority_rank desc, person_count desc, charge_code
    ) = 1
),

counted_events as (
    select events.*
    from {{ ref('int_events_merged') }} as events
    cross join {{ source('ledger', 'build_parameters') }} as parameters
    where cast(events.occurred_at as date) <= parameters.as_of
),

moments as (
    select
        case_id,
        min(occurred_at) filter (where event_type = 'case_received') as accepted_at,
        min(occurred_at) filter (where event_type = 'filing_decision') as filed_at,
        min(occurred_at) as first_event_at,
        max(occurred_at) as last_event_at
    from counted_events
    group by case_id
),

stages as (
    select case_id, stage, started_at
    from {{ ref('int_stage_changes') }}
    where ended_at is null
    qualify row_number() over (partition by case_id order by stage_seq desc) = 1
),

final as (
    select
        lead_records.case_id,
        lead_records.case_no,
        lead_records.lead_agency,
        coalesce(
            persons.lead_masked_name || case when persons.person_count > 1 then '等' else '' end, ''
        ) || coalesce(
            regexp_replace(charge_names.name, '罪$', '') || '案', categories.name, '案件'
        ) as case_title,
        coalesce(charges.charge_code, places.charge_code) as lead_charge_code,
        places.case_category_code,
        coalesce(places.region_code, lead_records.region_code) as region_code,
        places.township_code,
        places.township_found_by,
        places.premises_code,
        coalesce(places.unit_code, lead_records.unit_code) as lead_unit_code,
        places.offended_at,
        moments.accepted_at,
        moments.filed_at,
        coalesce(stages.stage, 'filing') as stage,
        stages.started_at as stage_since,
        coalesce(stages.stage = 'closed', false) as is_closed,
        case when stages.stage = 'closed' then stages.started_at end as closed_at,
        cast(coalesce(persons.person_count, 0) as integer) as person_count,
        cast(sizes.agency_count as integer) as agency_count,
        cast(sizes.record_count as integer) as record_count,
        places.amount_yuan,
        cast(places.longitude as double) as longitude,
        cast(places.latitude as double) as latitude,
        coalesce(persons.has_juvenile, false) as has_juvenile,
        coalesce(persons.has_sealed_records, false) as has_sealed_records,
        coalesce(persons.is_sealed, false) as is_sealed,
        moments.first_event_at,
        moments.last_event_at
    from lead_records
    inner join sizes on lead_records.case_id = sizes.case_id
    left join persons on lead_records.case_id = persons.case_id
    left join charges on lead_records.case_id = charges.case_id
    left join moments on lead_records.case_id = moments.case_id
    left join stages on lead_records.case_id = stages.case_id
    left join {{ ref('int_case_places') }} as places on lead_records.case_id = places.case_id
    left join {{ ref('charges') }} as charge_names
        on coalesce(charges.charge_code, places.charge_code) = charge_names.charge_code
    left join {{ ref('case_categories') }} as categories
        on places.case_category_code = categories.category_code
)

select * from final
