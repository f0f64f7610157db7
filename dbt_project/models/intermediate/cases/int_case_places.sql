-- Grain: one case that the police know, with the place of its offence.
-- Nuance: the township is the one named in the address, else the one in the name of the handling
-- station, else unknown; the longest name that fits wins. Merged cases take the place of the leading
-- police record. Rates only where a population is known.
with

cases as (
    select
        components.case_id,
        cases.*,
        {{ record_key('police', 'cases', 'cases.case_no') }} as record_key,
        units.name as unit_full_name
    from {{ ref('stg_police__cases') }} as cases
    inner join {{ ref('int_case_components') }} as components
        on {{ record_key('police', 'cases', 'cases.case_no') }} = components.record_key
    left join {{ ref('units') }} as units on cases.unit_code = units.unit_code
),

lead_records as (
    select * from cases
    qualify row_number() over (partition by case_id order by record_key) = 1
),

townships as (
    select
        township_code,
        region_code,
        name,
        replace(replace(replace(name, '街道', ''), '镇', ''), '乡', '') as short_name
    from {{ ref('townships') }}
),

candidates as (
    select
        lead_records.case_id,
        townships.township_code,
        case
            when lead_records.offence_address like '%' || townships.name || '%' then 1
            when lead_records.offence_address like '%' || townships.short_name || '%' then 2
            else 3
        end as place_rank,
        length(townships.name) as name_length
    from lead_records
    inner join townships
        on
            coalesce(lead_records.region_code, substr(lead_records.unit_code, 1, 6)) = townships.region_code
            and length(townships.short_name) >= 2
            and (
                lead_records.offence_address like '%' || townships.short_name || '%'
                or lead_records.unit_full_name like '%' || townships.short_name || '派出所%'
            )
),

chosen as (
    select case_id, township_code, place_rank from candidates
    qualify row_number() over (
        partition by case_id order by place_rank, name_length desc, township_code
    ) = 1
),

final as (
    select
        lead_records.case_id,
        lead_records.region_code,
        chosen.township_code,
        case chosen.place_rank
            when 1 then 'address' when 2 then 'address' when 3 then 'station'
        end as township_found_by,
        lead_records.premises_code,
        lead_records.case_category_code,
        lead_records.charge_code,
        lead_records.unit_code,
        lead_records.amount_yuan,
        coalesce(lead_records.offence_started_at, lead_records.offence_ended_at) as offended_at,
        case when lead_records.longitude between 119.8 and 121.5 then lead_records.longitude end as longitude,
        case when lead_records.latitude between 30.7 and 32.15 then lead_records.latitude end as latitude
    from lead_records
    left join chosen on lead_records.case_id = chosen.case_id
)

select * from final
