-- Grain: one case that the police know, with what its leading record says of the act.
-- Nuance: the text is the longest that any record of the case tells. Of cases with a sealed juvenile no text
-- is read at all: it may write of them. Names are there to be blotted out of the text (int_case_words).
with

records as (
    select
        components.case_id,
        cases.*,
        {{ record_key('police', 'cases', 'cases.case_no') }} as record_key
    from {{ ref('stg_police__cases') }} as cases
    inner join {{ ref('int_case_components') }} as components
        on {{ record_key('police', 'cases', 'cases.case_no') }} = components.record_key
),

lead_records as (
    select * from records
    qualify row_number() over (partition by case_id order by record_key) = 1
),

texts as (
    select case_id, case_summary, offence_address from records
    where case_summary is not null
    qualify row_number() over (partition by case_id order by length(case_summary) desc, record_key) = 1
),

-- The lead record may not tell the method; any record of the matter may.
methods as (
    select case_id, {{ texts_in_order('modus_codes', 'record_key') }} as modus_codes
    from records
    where modus_codes is not null
    group by case_id
),

named as (
    select record_key, name_normalized as person_name
    from {{ ref('int_person_records') }}
    where name_normalized is not null
    union
    select record_key, alias_normalized
    from {{ ref('int_person_records') }}
    where alias_normalized is not null
    union
    select record_key, officer_name
    from records
    where officer_name is not null
),

names as (
    select components.case_id, {{ texts_in_order('named.person_name', 'named.person_name') }} as person_names
    from named
    inner join {{ ref('int_case_components') }} as components on named.record_key = components.record_key
    group by components.case_id
),

sealed as (
    select distinct case_id from {{ ref('int_case_persons') }}
    where is_sealed
),

offences as (select * from {{ ref('pattern_offences') }}),

final as (
    select
        lead_records.case_id,
        coalesce(categories.group_code, charges.group_code) as offence_kind,
        coalesce(kinds.parent_code, kinds.group_code) as offence_family,
        lead_records.charge_code,
        lead_records.case_category_code,
        places.region_code,
        places.township_code,
        places.premises_code,
        cast(places.longitude as double) as longitude,
        cast(places.latitude as double) as latitude,
        coalesce(lead_records.offence_started_at, lead_records.offence_ended_at) as offence_started_at,
        coalesce(lead_records.offence_ended_at, lead_records.offence_started_at) as offence_ended_at,
        lead_records.accepted_at,
        lead_records.filed_at,
        cast(lead_records.amount_yuan as double) as amount_yuan,
        methods.modus_codes,
        case when sealed.case_id is null then texts.case_summary end as case_summary,
        texts.offence_address,
        names.person_names,
        case
            when sealed.case_id is null and texts.case_summary is not null
                then md5(
                    texts.case_summary || '|' || coalesce(texts.offence_address, '') || '|'
                    || coalesce(names.person_names, '')
                )
        end as text_key
    from lead_records
    left join {{ ref('int_case_places') }} as places on lead_records.case_id = places.case_id
    left join methods on lead_records.case_id = methods.case_id
    left join texts on lead_records.case_id = texts.case_id
    left join names on lead_records.case_id = names.case_id
    left join sealed on lead_records.case_id = sealed.case_id
    left join offences as categories
        on categories.code_list = 'category' and lead_records.case_category_code = categories.code
    left join offences as charges
        on charges.code_list = 'charge' and lead_records.charge_code = charges.code
    left join {{ ref('pattern_groups') }} as kinds
        on coalesce(categories.group_code, charges.group_code) = kinds.group_code
)

select * from final
