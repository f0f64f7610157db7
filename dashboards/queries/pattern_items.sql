-- Grain: one conspicuous thing of the given kinds; the newest first.
select *
from fct_pattern_items
where item_kind in (select unnest($kinds)) and ($group_code is null or group_code = $group_code)
order by last_day desc, p_value, density desc, item_id
