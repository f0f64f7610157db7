-- Grain: one rule with a clock that has run out, or runs out within 15 days. In the order of codes; the
-- page puts stages in the order of a procedure.
select
    clocks.rule_id as code,
    min(clocks.stage) as stage,
    min(clocks.article) as article,
    count(*) filter (where clocks.status = 'overdue' and clocks.is_custody) as custody_overdue,
    count(*) filter (where clocks.status = 'overdue' and not clocks.is_custody) as other_overdue,
    count(*) filter (where clocks.status <> 'overdue' and clocks.days_left <= 3) as due_3,
    count(*) filter (where clocks.status <> 'overdue' and clocks.days_left <= 15) as due_15,
    count(*) filter (where clocks.status = 'overdue') as value
from fct_clocks as clocks
where
    clocks.is_latest_cycle
    and clocks.is_duty
    and (
        clocks.status = 'overdue'
        or (
            clocks.status in ('on_time', 'due_soon')
            and clocks.ended_at is null
            and clocks.days_left <= 15
        )
    )
group by clocks.rule_id
order by code
