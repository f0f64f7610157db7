-- Grain: one variant of one metric in one period, for everybody or for one member of one dimension.
-- Nuance: numerator and denominator come from additive cubes; quantiles from single observations.
-- Unfinished periods and cohorts that can still change are marked, not left out.
with

parameters as (select * from {{ source('ledger', 'build_parameters') }}),

variants as (
    select
        variants.*,
        metrics.metric_version,
        metrics.owner_agency,
        ';' || metrics.slices || ';' as allowed_slices
    from {{ ref('metric_variants') }} as variants
    inner join {{ ref('metrics') }} as metrics on variants.metric_id = metrics.metric_id
),

parts as (select * from {{ ref('metric_parts') }}),

periods as (
    select distinct grain, period, period_start, period_end
    from {{ ref('metric_periods') }}
),

measured as (select * from {{ ref('metric_counts') }}),

counted as (
    select
        parts.metric_id,
        parts.variant,
        measured.slice,
        measured.member,
        measured.grain,
        measured.period,
        sum(case when parts.part = 'numerator' then parts.sign * measured.value end) as numerator,
        sum(case when parts.part = 'denominator' then parts.sign * measured.value end) as denominator
    from parts
    inner join measured on parts.measure_id = measured.measure_id and parts.timing = measured.timing
    group by
        parts.metric_id, parts.variant, measured.slice, measured.member, measured.grain, measured.period
),

-- A mix is a share of the whole; residents are the same for every charge.
whole as (
    select metric_id, variant, grain, period, denominator
    from counted
    where slice = 'all'
),

levels as (
    select distinct metric_id, variant
    from parts
    where timing = 'average'
),

quantities as (
    select
        counted.metric_id,
        counted.variant,
        counted.slice,
        counted.member,
        counted.grain,
        counted.period,
        coalesce(counted.numerator, 0) as numerator,
        case
            when variants.formula = 'count' then null
            when variants.is_mix and counted.slice not in ('all', 'region', 'agency', 'charge') then whole.denominator
            when counted.denominator is null and levels.metric_id is not null then whole.denominator
            else coalesce(counted.denominator, 0)
        end as denominator,
        cast(null as double) as observed
    from counted
    inner join variants on counted.metric_id = variants.metric_id and counted.variant = variants.variant
    left join whole
        on
            counted.metric_id = whole.metric_id
            and counted.variant = whole.variant
            and counted.grain = whole.grain
            and counted.period = whole.period
    left join levels
        on counted.metric_id = levels.metric_id and counted.variant = levels.variant and counted.slice <> 'region'
),

observed_slices as (
    select measure_id, 'all' as slice, '' as member, occurred_on, value from {{ ref('metric_observations') }}
    {% for slice, column in [('region', 'region_code'), ('agency', 'agency_code'), ('charge', 'charge_code')] %}
    union all
    select measure_id, '{{ slice }}', {{ column }}, occurred_on, value
    from {{ ref('metric_observations') }}
    where {{ column }} is not null
    {% endfor %}
),

observed as (
    select
        observed_slices.measure_id,
        observed_slices.slice,
        observed_slices.member,
        periods.grain,
        periods.period,
        count(*) as observation_count,
        {{ percentile('observed_slices.value', 0.5) }} as median_value,
        {{ percentile('observed_slices.value', 0.9) }} as p90_value,
        max(observed_slices.value) as max_value
    from observed_slices
    inner join periods
        on observed_slices.occurred_on between periods.period_start and periods.period_end
    group by
        observed_slices.measure_id, observed_slices.slice, observed_slices.member, periods.grain, periods.period
),

statistics as (
    select
        parts.metric_id,
        parts.variant,
        observed.slice,
        observed.member,
        observed.grain,
        observed.period,
        cast(null as double) as numerator,
        cast(observed.observation_count as double) as denominator,
        case variants.formula
            when 'median' then observed.median_value
            when 'p90' then observed.p90_value
            else observed.max_value
        end as observed
    from parts
    inner join variants on parts.metric_id = variants.metric_id and parts.variant = variants.variant
    inner join observed on parts.measure_id = observed.measure_id
    where parts.timing = 'observed'
),

everything as (
    select * from quantities
    union all
    select * from statistics
),

final as (
    select
        everything.metric_id,
        variants.metric_version,
        everything.variant,
        variants.is_default,
        everything.grain,
        everything.period,
        periods.period_start,
        periods.period_end,
        everything.slice,
        everything.member,
        case when everything.slice = 'region' then everything.member end as region_code,
        case when everything.slice = 'agency' then everything.member end as agency_code,
        case when everything.slice = 'charge' then everything.member end as charge_code,
        everything.numerator,
        everything.denominator,
        coalesce(everything.observed, {{ metric_value(
            'variants.formula', 'everything.numerator', 'everything.denominator', 'variants.multiplier',
            'variants.is_per_day', 'periods.day_count'
        ) }}) as value,
        periods.day_count,
        periods.is_unfinished,
        variants.time_basis = 'cohort'
        and {{ some_months_after('periods.period_end', 'variants.observation_months') }} > parameters.as_of
            as is_open_cohort
    from everything
    cross join parameters
    inner join variants
        on everything.metric_id = variants.metric_id and everything.variant = variants.variant
    inner join {{ ref('metric_periods') }} as periods
        on
            everything.grain = periods.grain
            and everything.period = periods.period
            and variants.owner_agency = periods.agency
    where variants.allowed_slices like '%;' || everything.slice || ';%'
)

select * from final
