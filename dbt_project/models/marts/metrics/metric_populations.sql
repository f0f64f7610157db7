-- Grain: one region and calendar month, with its residents.
-- Nuance: the last census up to the month holds until the next one; regions without a census row are
-- not here, so no rate is drawn for them.
with

months as (
    select distinct cast(date_trunc('month', date_day) as date) as month_start
    from {{ ref('dim_dates') }}
),

censuses as (
    select
        region_code,
        cast(resident_population as integer) as resident_population,
        make_date(year, 1, 1) as held_from,
        lead(make_date(year, 1, 1)) over (partition by region_code order by year) as held_until
    from {{ ref('region_populations') }}
),

final as (
    select
        censuses.region_code,
        months.month_start,
        censuses.resident_population
    from months
    inner join censuses
        on
            months.month_start >= censuses.held_from
            and (censuses.held_until is null or months.month_start < censuses.held_until)
)

select * from final
