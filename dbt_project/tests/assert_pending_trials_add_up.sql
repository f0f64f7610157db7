-- When this fails, 旧存 + 新收 − 结案 = 未结 does not hold for a court: its bulletin would be sent back. The
-- pending cases are counted one by one here; the published figures come from entries and exits.
{{ config(meta={'dagster': {'ref': {'name': 'metric_values'}}}) }}
with

published as (
    select
        grain,
        period,
        period_end,
        slice,
        member,
        sum(case when variant = 'opening' then value else 0 end) as opening_count,
        sum(case when variant = 'new' then value else 0 end) as new_count,
        sum(case when variant = 'closed' then value else 0 end) as closed_count,
        sum(case when variant = 'pending' then value else 0 end) as pending_count
    from {{ ref('metric_values') }}
    where metric_id = 'court_accepted_closed_pending' and slice in ('all', 'agency')
    group by grain, period, period_end, slice, member
),

pending as (
    select
        published.grain,
        published.period,
        published.slice,
        published.member,
        count(*) as pending_count
    from published
    inner join {{ ref('fct_trials') }} as trials
        on
            published.period_end >= trials.filed_date
            and (trials.closed_date is null or published.period_end < trials.closed_date)
            and (published.slice = 'all' or published.member = trials.court_code)
    group by published.grain, published.period, published.slice, published.member
)

select
    published.*,
    coalesce(pending.pending_count, 0) as counted_pending
from published
left join pending
    on
        published.grain = pending.grain
        and published.period = pending.period
        and published.slice = pending.slice
        and published.member = pending.member
where
    published.opening_count + published.new_count - published.closed_count <> published.pending_count
    or published.pending_count <> coalesce(pending.pending_count, 0)
