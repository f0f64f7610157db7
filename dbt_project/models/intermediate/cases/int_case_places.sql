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

chosen as (
    {{ townships_named('lead_records', 'case_id') }}
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
        {{ known_longitude('lead_records.longitude') }} as longitude,
        {{ known_latitude('lead_records.latitude') }} as latitude
    from lead_records
    left join chosen on lead_records.case_id = chosen.case_id
)

select * from final
