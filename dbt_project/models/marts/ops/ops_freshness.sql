-- Grain: one agency, with how old its data are on the day of judgement.
with

delivered as (
    select
        agency,
        max(delivered_on) as last_delivered_on
    from {{ source('ledger', 'deliveries') }}
    where status = 'loaded'
    group by agency
),

agencies as (
    select
        cadences.agency,
        dates.data_date,
        delivered.last_delivered_on,
        cast(cadences.cadence_days as integer) as cadence_days,
        parameters.as_of
    from {{ ref('agency_cadences') }} as cadences
    cross join {{ source('ledger', 'build_parameters') }} as parameters
    left join {{ source('ledger', 'data_dates') }} as dates on cadences.agency = dates.agency
    left join delivered on cadences.agency = delivered.agency
),

final as (
    select
        agency,
        data_date,
        last_delivered_on,
        as_of as judged_on,
        cadence_days,
        cast({{ days_between('data_date', 'as_of') }} as integer) as lag_days,
        coalesce({{ days_between('data_date', 'as_of') }} > cadence_days, true) as is_stale
    from agencies
)

select * from final
