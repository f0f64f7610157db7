-- Grain: one seized thing of the case.
select items.*
from fct_property_items as items
where items.case_id = $case_id
order by items.seized_at, items.property_no
