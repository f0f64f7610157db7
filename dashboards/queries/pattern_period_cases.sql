-- Grain: one case of a kind of offence, an area and a period, with how many of its police records lie there.
-- A kind with parts counts them all; ``city`` is everywhere.
select offences.case_id, count(*) as weight
from fct_pattern_offences as offences
inner join dim_pattern_groups as kinds on offences.group_code = kinds.group_code
where
    (kinds.group_code = $group_code or kinds.parent_code = $group_code)
    and ($area_code = 'city' or offences.region_code = $area_code or offences.township_code = $area_code)
    and offences.reported_on between $first and $last
group by offences.case_id
