-- Grain: one likely series of cases.
-- Nuance: a clue for whoever reads the cases, with the ratios of its pairs; it says nothing about a person.
-- `small_*` only where acts that are each below the filing threshold reach it together.
with

members as (select * from {{ ref('bridge_series_cases') }}),

sums as (
    select {{ hashed_id('G', ['group_key']) }} as series_id, *
    from {{ ref('int_series_sums') }}
),

ratios as (
    select
        {{ hashed_id('G', ['group_key']) }} as series_id,
        count(*) as pair_count,
        avg(log10_ratio) as mean_log10_ratio,
        max(log10_ratio) as best_log10_ratio,
        bool_and(coalesce(decision = 'accept', false)) as is_confirmed
    from {{ ref('int_series_pairs') }}
    where group_key is not null
    group by group_key
),

kinds as (
    select series_id, offence_kind
    from members
    group by series_id, offence_kind
    qualify row_number() over (partition by series_id order by count(*) desc, offence_kind) = 1
),

totals as (
    select
        series_id,
        count(*) as case_count,
        count(*) filter (where not is_filed) as unfiled_count,
        count(distinct region_code) as region_count,
        min(region_code) as region_code,
        min(offended_at) as first_at,
        max(offended_at) as last_at,
        {{ steady_sum('amount_yuan') }} as amount_yuan
    from members
    group by series_id
),

final as (
    select
        totals.series_id,
        kinds.offence_kind,
        case when totals.region_count = 1 then totals.region_code end as region_code,
        cast(totals.case_count as integer) as case_count,
        cast(totals.unfiled_count as integer) as unfiled_count,
        totals.first_at,
        totals.last_at,
        cast(totals.amount_yuan as double) as amount_yuan,
        cast(ratios.pair_count as integer) as pair_count,
        cast(round(ratios.mean_log10_ratio, 3) as double) as mean_log10_ratio,
        cast(ratios.best_log10_ratio as double) as best_log10_ratio,
        ratios.is_confirmed,
        cast(sums.small_count as integer) as small_count,
        cast(sums.small_yuan as double) as small_yuan,
        cast(sums.threshold_yuan as double) as threshold_yuan
    from totals
    inner join kinds on totals.series_id = kinds.series_id
    inner join ratios on totals.series_id = ratios.series_id
    left join sums on totals.series_id = sums.series_id
)

select * from final
