-- Grain: one hand-off of the case.
select handoffs.*
from fct_handoffs as handoffs
where handoffs.case_id = $case_id
order by handoffs.sent_at
