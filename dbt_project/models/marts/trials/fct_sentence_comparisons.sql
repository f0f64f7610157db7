-- Grain: one effective sentence of imprisonment that has at least twenty like it.
-- Nuance: alike means the same charge, order of magnitude of the amount found, voluntary surrender and
-- plea leniency. Previous convictions stay in raw and are no part of it. A far sentence is a reason to
-- read the case, never a finding about a judge.
with

sentences as (
    select
        court_case_id,
        defendant_seq,
        case_id,
        person_id,
        court_code,
        unit_code,
        charge_code,
        effective_date,
        sentence_months,
        charge_code
        || '|' || coalesce(cast(cast(floor(log10(greatest(amount_yuan, 1))) as integer) as varchar), 'none')
        || '|' || case when has_surrendered then 'surrendered' else '' end
        || '|' || case when has_plea_leniency then 'plea' else '' end as comparison_group
    from {{ ref('fct_trial_defendants') }}
    where
        effective_date is not null
        and verdict in ('C10', 'S10', 'S20')
        and sentence_type = 'M30'
        and sentence_months is not null
        and charge_code is not null
),

medians as (
    select
        comparison_group,
        count(*) as group_size,
        {{ percentile('sentence_months', 0.5) }} as median_months
    from sentences
    group by comparison_group
    having count(*) >= 20
),

deviations as (
    select
        sentences.*,
        medians.group_size,
        medians.median_months,
        abs(sentences.sentence_months - medians.median_months) as deviation_months
    from sentences
    inner join medians on sentences.comparison_group = medians.comparison_group
),

spreads as (
    select comparison_group, {{ percentile('deviation_months', 0.5) }} as mad_months
    from deviations
    group by comparison_group
),

final as (
    select
        deviations.court_case_id,
        deviations.defendant_seq,
        deviations.case_id,
        deviations.person_id,
        deviations.court_code,
        deviations.unit_code,
        deviations.charge_code,
        deviations.effective_date,
        deviations.comparison_group,
        cast(deviations.group_size as integer) as group_size,
        deviations.sentence_months,
        cast(deviations.median_months as double) as median_months,
        cast(spreads.mad_months as double) as mad_months,
        cast(deviations.deviation_months as double) as deviation_months,
        -- Where half of the group has one and the same sentence the spread is nought: one month then.
        deviations.deviation_months > 3 * greatest(spreads.mad_months, 1) as is_outlier
    from deviations
    inner join spreads on deviations.comparison_group = spreads.comparison_group
)

select * from final
