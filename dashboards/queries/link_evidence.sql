-- Grain: one piece of evidence about one of the given pairs, the heaviest first.
select
    pair_id,
    evidence,
    level,
    label_zh,
    label_en,
    weight_bits
from rev_link_evidence
where pair_id in (select unnest($pair_ids))
order by pair_id, abs(weight_bits) desc, evidence, level
