-- Grain: one case with the unit that handles it in each agency.
-- Nuance: the unit of the agency's latest event in the case that names one.
-- Belongs here: who is asked when something of a case is late. Keep out: who decided what (events).
select
    case_id,
    {{ latest_unit('police') }} as police_unit_code,
    {{ latest_unit('procuratorate') }} as procuratorate_unit_code,
    {{ latest_unit('court') }} as court_unit_code,
    {{ latest_unit('justice') }} as justice_unit_code
from {{ ref('int_events_merged') }}
group by case_id
