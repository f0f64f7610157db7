-- Grain: one statutory limit in one case with open clocks that are not yet missed.
-- Nuance: the worst of the case's clocks under the limit speaks. A band is worth its track record: how often
-- clocks of this band were missed in the last half-year, asked beforehand with what was known then. Limits
-- with little history have no row. About cases, never about persons, units or agencies.
select
    -- A frame without rows says nothing of its types.
    cases.case_id,
    cast(risks.rule_id as varchar) as rule_id,
    cases.stage,
    cases.region_code,
    cast(risks.due_at as timestamp) as due_at,
    cast(risks.open_clock_count as integer) as open_clock_count,
    cast(risks.probability as double) as missed_probability,
    cast(risks.band as varchar) as risk_band,
    cast(risks.learnt_from_count as integer) as learnt_from_count,
    cast(risks.band_question_count as integer) as band_question_count,
    cast(risks.band_said_share as double) as band_said_share,
    cast(risks.band_missed_share as double) as band_missed_share
from {{ ref('int_clock_risks') }} as risks
inner join {{ ref('dim_cases') }} as cases on cast(risks.case_id as varchar) = cases.case_id
