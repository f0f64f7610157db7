-- Grain: one case behind an item, with how many of its police records lie there.
select case_id, count(*) as weight
from bridge_pattern_cases
where item_id = $item_id
group by case_id
