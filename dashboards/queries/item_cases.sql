-- Grain: one case of the given ones that is shown.
select
    case_id,
    case_no,
    case_title
from dim_cases
where case_id in (select unnest($case_ids))
