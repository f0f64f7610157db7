-- Grain: one agency, with how old its data are on the day of judgement.
with

delivered as (
    select agency, max(delivered_on) as last_delivered_on, count(*) as file_count
    from {{ source('ledger', 'deliveries') }}
    where status = 'loaded'
    group by agency
),

final as (
    select
        cadences.agency,
        dates.data_date,
        delivered.last_delivered_on,
        cast(cadences.cadence_days as integer) as cadence_days,
        cast({{ dbt.datediff('dates.data_date', 'parameters.as_of', 'day') }} as integer) as lag_days,
        coalesce(
            {{ dbt.datediff('dates.data_date', 'parameters.as_of', 'day') }} > cadences.cadence_days, true
        ) as is_stale
    from {{ ref('agency_cadences') }} as cadences
    cross join {{ source('ledger', 'build_parameters') }} as parameters
    left join {{ source('ledger', 'data_dates') }} as dates on cadences.agency = dates.agency
    left join delivered on cadences.agency = delivered.agency
)

select * from final
