-- Names of every code that a page shows: one row per list and code, in the order of the lists.
select 'charge' as list, charge_code as code, charge_name as name_zh, null as name_en, 0 as place
from dim_charges
union all
select 'unit', unit_code, unit_name, null, 0 from dim_units
union all
select 'region', region_code, region_name, null, 0 from dim_regions
union all
select 'township', township_code, township_name, null, 0 from dim_townships
union all
select 'pattern_group', group_code, name_zh, name_en, sort_order from dim_pattern_groups
union all
select 'agency', agency, name_zh, name_en, sort_order from dim_agencies
union all
select 'event_type', event_type, label_zh, label_en, 0 from dim_event_types
union all
-- A rule has one name, that of its newest version.
select
    'clock_rule',
    rule_id,
    arg_max(name_zh, rule_valid_from),
    arg_max(name_en, rule_valid_from),
    0
from dim_clock_rules
group by rule_id
union all
select 'finding_rule', rule_id, name_zh, name_en, 0 from dim_finding_rules
union all
select list, code, name_zh, name_en, 0 from dim_codes
order by list, place, code
