-- Grain: one tier of overdue custody; a clock may be in several. Over: since the limit; held: since
-- the beginning of custody without a gap.
with

overdue as (
    select
        clocks.clock_id,
        clocks.due_at,
        clocks.judged_at,
        min(spans.started_at) as held_since
    from fct_clocks as clocks
    left join fct_custody_spans as spans
        on
            clocks.case_id = spans.case_id
            and clocks.person_id = spans.person_id
            and spans.ended_at is null
    where
        clocks.status = 'overdue'
        and clocks.is_latest_cycle
        and clocks.is_duty
        and clocks.is_custody
    group by all
),

tiers as (
    select
        'over_3_months' as tier,
        1 as place,
        count(*) filter (where due_at < judged_at - interval 3 month) as value
    from overdue

    union all

    select 'over_6_months', 2, count(*) filter (where due_at < judged_at - interval 6 month)
    from overdue

    union all

    select 'held_5_years', 3, count(*) filter (where held_since < judged_at - interval 5 year)
    from overdue

    union all

    select 'held_8_years', 4, count(*) filter (where held_since < judged_at - interval 8 year)
    from overdue
)

select
    tier,
    value
from tiers
order by place
