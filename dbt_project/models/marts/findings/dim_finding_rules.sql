-- Grain: one rule by which something is suspected.
select
    rule_id,
    name_zh,
    name_en,
    definition_zh,
    definition_en,
    article,
    severity,
    suspicion_zh,
    suspicion_en,
    innocent_zh,
    innocent_en,
    is_restricted
from {{ ref('finding_rules') }}
