-- Grain: one kind of offence that pattern methods look at.
-- Nuance: the allow-list of design rule 6; a kind with a parent is a part of it.
select
    group_code,
    nullif(parent_code, '') as parent_code,
    name_zh,
    name_en,
    has_place,
    sort_order
from {{ ref('pattern_groups') }}
