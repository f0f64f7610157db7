{{ config(pre_hook="{{ ask_earlier_versions() }}", post_hook="{{ ask_live_versions() }}") }}

-- Grain: one police record of an allow-listed, victim-reported offence, as it was known when the last week was
-- complete.
-- Nuance: the last complete week ends on the last Sunday up to the day of judgement and the police's data date
-- after whose Monday something was delivered; what counts is what had been delivered by the first such day. So
-- the rows are a function of all deliveries, whatever their order, and yet stand still until the next week is
-- complete. Records that were not filed, were withdrawn or moved away by then are left out. Nothing of a
-- person is read.
with

parameters as (select as_of from {{ source('ledger', 'build_parameters') }}),

data_dates as (select agency, data_date from {{ source('ledger', 'data_dates') }}),

versions as (
    select * from {{ source('ledger', 'record_versions') }}
    where agency = 'police' and source_table = 'cases'
),

last_known as (
    select least(max(parameters.as_of), max(data_dates.data_date)) as last_day
    from parameters
    cross join data_dates
    where data_dates.agency = 'police'
),

delivery_days as (select distinct known_from as delivered_on from versions),

-- The last Sunday before each delivery day that leaves a Monday in between, and not after what is known.
week_ends as (
    select
        delivery_days.delivered_on,
        {{ sunday_until("least(" ~ days_after('delivery_days.delivered_on', -2) ~ ", last_known.last_day)") }} as week_end
    from delivery_days
    cross join last_known
),

asked as (
    select week_ends.week_end as last_week_end, min(week_ends.delivered_on) as known_on
    from week_ends
    group by week_ends.week_end
    order by week_ends.week_end desc
    limit 1
),

known as (
    select
        versions.record_key as police_case_no,
        cases.case_category_code,
        cases.charge_code,
        cases.region_code,
        cases.unit_code,
        cases.offence_address,
        cases.case_status_code,
        {{ known_longitude('cases.longitude') }} as longitude,
        {{ known_latitude('cases.latitude') }} as latitude,
        cases.accepted_at,
        coalesce(
            least(cases.offence_started_at, coalesce(cases.offence_ended_at, cases.offence_started_at)),
            cases.offence_ended_at
        ) as offended_at,
        units.name as unit_full_name,
        asked.last_week_end
    from {{ ref('stg_police__cases') }} as cases
    inner join versions
        on
            cases.source_record_id = versions.record_key || case
                when versions.is_current then '' else '@' || cast(versions.version_number as varchar)
            end
    cross join asked
    left join {{ ref('units') }} as units on cases.unit_code = units.unit_code
    where
        versions.has_content
        and not versions.is_deleted
        and versions.known_from <= asked.known_on
        and (versions.known_to is null or versions.known_to > asked.known_on)
        and cases.case_status_code not in ('21', '50', '70')
        and cast(cases.accepted_at as date) <= asked.last_week_end
),

-- The category decides; where it is missing, unknown or "other", the charge does.
allowed as (
    select
        known.*,
        case when categories.category_code is not null then by_category.group_code else by_charge.group_code end
            as group_code
    from known
    left join {{ ref('case_categories') }} as categories
        on known.case_category_code = categories.category_code and categories.category_code <> '990000'
    left join {{ ref('pattern_offences') }} as by_category
        on known.case_category_code = by_category.code and by_category.code_list = 'category'
    left join {{ ref('pattern_offences') }} as by_charge
        on known.charge_code = by_charge.code and by_charge.code_list = 'charge'
),

listed as (
    select * from allowed
    where group_code is not null
),

chosen as (
    {{ townships_named('listed', 'police_case_no') }}
),

final as (
    select
        listed.police_case_no,
        listed.group_code,
        coalesce(townships.region_code, regions.area_code) as region_code,
        chosen.township_code,
        listed.accepted_at,
        -- Of an offence that nobody dates, or that is dated after its report or long before it, the report tells.
        case
            when
                listed.offended_at <= listed.accepted_at
                and cast(listed.offended_at as date) >= {{ days_after('listed.accepted_at', -60) }}
                then listed.offended_at
            else listed.accepted_at
        end as occurred_at,
        case
            when listed.latitude is not null
                then cast(round({{ metres_east('listed.longitude') }}, 1) as double)
        end as x_metres,
        case
            when listed.longitude is not null
                then cast(round({{ metres_north('listed.latitude') }}, 1) as double)
        end as y_metres,
        listed.last_week_end
    from listed
    left join chosen on listed.police_case_no = chosen.police_case_no
    left join {{ ref('townships') }} as townships on chosen.township_code = townships.township_code
    left join {{ ref('areas') }} as regions
        on
            coalesce(listed.region_code, substr(listed.unit_code, 1, 6)) = regions.area_code
            and regions.level = 'county'
)

select * from final
