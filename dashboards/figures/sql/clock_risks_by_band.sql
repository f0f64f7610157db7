-- Grain: one band of early warning, in order of its bounds, with what was said of such clocks beforehand in
-- the last half-year and what became of them. A band that nothing is in now has no track record here.
with

bands as (
    select *
    from (values ('low', 1), ('raised', 2), ('high', 3)) as listed (code, place)
),

risks as (
    select
        clocks.clock_id,
        clocks.case_id,
        clocks.days_left,
        risks.risk_band,
        risks.band_question_count,
        risks.band_said_share,
        risks.band_missed_share
    from fct_clocks as clocks
    inner join fct_clock_risks as risks
        on clocks.case_id = risks.case_id and clocks.rule_id = risks.rule_id
    where
        clocks.status in ('on_time', 'due_soon')
        and clocks.ended_at is null
        and clocks.is_latest_cycle
        and clocks.is_duty
)

select
    bands.code,
    count(risks.clock_id) as value,
    count(distinct risks.case_id) as case_count,
    count(*) filter (where risks.days_left <= 15) as due_15,
    max(risks.band_question_count) as question_count,
    max(risks.band_said_share) as said_share,
    max(risks.band_missed_share) as missed_share
from bands
left join risks on bands.code = risks.risk_band
group by bands.code, bands.place
order by bands.place desc
