-- Grain: one figure that counts humans, at the three thresholds.
select
    figure,
    strict_count,
    standard_count,
    broad_count
from ops_person_bounds
