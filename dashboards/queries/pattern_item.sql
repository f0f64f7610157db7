-- Grain: the one thing of this name.
select * from fct_pattern_items where item_id = $item_id
