-- Grain: one seized thing or lot of the case.
select
    property_type_code,
    quantity,
    quantity_unit,
    value_yuan,
    seized_at,
    disposed_at,
    property_status_code,
    'property' as source_table,
    _source_file,
    _source_row
from fct_property_items
where case_id = $case_id
order by seized_at, property_no
