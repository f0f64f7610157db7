-- Grain: one live case record of the police.
-- Nuance: as it stood on the day of judgement, so times after it are NULL. A matter that the police
-- merged or moved has several records here and one in dim_cases; official counts count records.
with

parameters as (select * from {{ source('ledger', 'build_parameters') }}),

cases as (select * from {{ ref('stg_police__cases') }}),

measures as (
    select
        case_no,
        max(ended_at) as last_ended_at,
        bool_or(ended_at is null) as has_running
    from {{ ref('stg_police__measures') }}
    group by case_no
),

judged as (
    select
        cases.*,
        {{ as_judged('cases.accepted_at') }} as judged_accepted_at,
        {{ as_judged('cases.filed_at') }} as judged_filed_at,
        {{ as_judged('cases.solved_at') }} as judged_solved_at,
        {{ as_judged('cases.investigation_concluded_at') }} as judged_transferred_at,
        {{ as_judged('cases.withdrawn_at') }} as judged_withdrawn_at,
        -- Refused, moved away, merged and terminated have no date of their own: the system's clock.
        case when cases.case_status_code in ('21', '60', '70', '80') then {{ as_judged('cases.recorded_at') }} end
            as judged_left_at,
        parameters.as_of
    from cases
    cross join parameters
),

ended as (
    select
        judged.*,
        least(judged_transferred_at, judged_withdrawn_at, judged_left_at) as concluded_at,
        case
            when measures.case_no is null then {{ months_after('judged.judged_filed_at', 24) }}
            when not measures.has_running then {{ months_after('measures.last_ended_at', 12) }}
        end as dormant_date
    from judged
    left join measures on judged.case_no = measures.case_no
),

charge_sets as (
    select
        charges.charge_code,
        bool_or(sets.charge_set = 'homicide') as is_homicide,
        bool_or(sets.charge_set = 'violent_mps_2022') as is_violent_mps_2022,
        bool_or(sets.charge_set = 'violent_article_17') as is_violent_article_17
    from {{ ref('charge_sets') }} as sets
    inner join {{ ref('charges') }} as charges on sets.charge_name = charges.name
    group by charges.charge_code
),

final as (
    select
        ended.case_no as police_case_no,
        components.case_id,
        ended.unit_code,
        units.agency_code,
        ended.charge_code,
        ended.case_category_code,
        ended.case_source_code,
        ended.case_status_code,
        ended.judged_accepted_at as accepted_at,
        ended.judged_filed_at as filed_at,
        ended.judged_solved_at as solved_at,
        ended.judged_transferred_at as transferred_at,
        ended.judged_withdrawn_at as withdrawn_at,
        ended.concluded_at,
        case
            when
                ended.judged_filed_at is not null
                and ended.dormant_date <= ended.as_of
                and (ended.concluded_at is null or cast(ended.concluded_at as date) > ended.dormant_date)
                then ended.dormant_date
        end as dormant_date,
        cast({{ days_between('ended.judged_filed_at', 'ended.judged_transferred_at') }} as integer)
            as investigation_days,
        coalesce(charge_sets.is_homicide, false) as is_homicide,
        coalesce(charge_sets.is_violent_mps_2022, false) as is_violent_mps_2022,
        coalesce(charge_sets.is_violent_article_17, false) as is_violent_article_17,
        ended.recorded_at,
        ended.source_table,
        ended._source_file,
        ended._source_row
    from ended
    left join charge_sets on ended.charge_code = charge_sets.charge_code
    left join {{ ref('units') }} as units on ended.unit_code = units.unit_code
    left join {{ ref('int_case_components') }} as components
        on {{ record_key('police', 'cases', 'ended.case_no') }} = components.record_key
)

select * from final
