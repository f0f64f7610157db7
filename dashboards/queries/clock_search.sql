-- Grain: one clock of the list, one page of it; `total_count` is that of the whole list.
-- A filter that is NULL is not set; '-' stands for a code that nobody knows. The figures of
-- `figures/sql/clocks_*.sql` count by the same conditions; a test holds every figure to its list.
with

held as (
    select
        clocks.clock_id,
        min(spans.started_at) as held_since
    from fct_clocks as clocks
    inner join fct_custody_spans as spans
        on clocks.case_id = spans.case_id and clocks.person_id = spans.person_id
    where
        clocks.is_custody
        and clocks.status = 'overdue'
        and spans.ended_at is null
    group by clocks.clock_id
),

-- Few columns of many clocks first: a list of millions is put in order and counted by them alone.
chosen as (
    select
        clocks.clock_id,
        clocks.is_custody,
        clocks.days_over,
        clocks.due_at,
        clocks.started_at,
        clocks.status,
        held.held_since
    from fct_clocks as clocks
    left join held on clocks.clock_id = held.clock_id
    where
        case $state
            when 'overdue' then clocks.status = 'overdue' and clocks.is_latest_cycle and clocks.is_duty
            when 'due'
                then
                    clocks.status in ('on_time', 'due_soon')
                    and clocks.ended_at is null
                    and clocks.is_latest_cycle
                    and clocks.is_duty
            when 'late' then clocks.status = 'completed_late' and clocks.is_duty
            when 'suspended' then clocks.status = 'suspended' and clocks.is_latest_cycle
            else true
        end
        and ($within is null or clocks.days_left <= $within)
        and ($custody is null or clocks.is_custody = $custody)
        and ($agency is null or coalesce(clocks.responsible_agency, '-') = $agency)
        and ($unit is null or coalesce(clocks.unit_code, '-') = $unit)
        and ($region is null or coalesce(clocks.region_code, '-') = $region)
        and ($rule is null or clocks.rule_id = $rule)
        and ($stage is null or clocks.stage = $stage)
        and ($over_from is null or clocks.days_over >= $over_from)
        and ($over_to is null or clocks.days_over <= $over_to)
        and (
            $risk is null
            or (
                clocks.ended_at is null
                and (clocks.case_id, clocks.rule_id) in (
                    select (risks.case_id, risks.rule_id) from fct_clock_risks as risks where risks.risk_band = $risk
                )
            )
        )
        and case $tier
            when 'over_3_months' then clocks.due_at < clocks.judged_at - interval 3 month
            when 'over_6_months' then clocks.due_at < clocks.judged_at - interval 6 month
            when 'held_5_years' then held.held_since < clocks.judged_at - interval 5 year
            when 'held_8_years' then held.held_since < clocks.judged_at - interval 8 year
            else true
        end
),

shown as (
    select
        clock_id,
        days_over,
        started_at,
        status,
        held_since
    from chosen
    order by is_custody desc, days_over desc, due_at asc, clock_id asc
    limit $row_limit offset $row_offset
)

select
    clocks.clock_id,
    clocks.case_id,
    clocks.rule_id,
    clocks.cycle_no,
    clocks.started_at,
    clocks.due_at,
    clocks.is_counted_in_hours,
    clocks.ended_at,
    clocks.status,
    clocks.days_over,
    clocks.days_left,
    clocks.is_custody,
    clocks.is_provisional,
    clocks.article,
    clocks.stage,
    clocks.responsible_agency,
    clocks.unit_code,
    clocks.region_code,
    clocks.reason,
    clocks.reason_en,
    shown.held_since,
    cases.case_no,
    cases.case_title,
    (select count(*) from chosen) as total_count
from shown
-- The id would do; numbers, days and states spare reading the ids of millions.
inner join fct_clocks as clocks
    on
        shown.clock_id = clocks.clock_id
        and shown.days_over = clocks.days_over
        and shown.started_at = clocks.started_at
        and shown.status = clocks.status
left join dim_cases as cases on clocks.case_id = cases.case_id
order by
    clocks.is_custody desc,
    clocks.days_over desc,
    clocks.due_at asc,
    clocks.clock_id asc
