-- Grain: one case of the given ones that may be shown.
select case_id, case_no, case_title, lead_charge_code, region_code, lead_unit_code, filed_at, stage, stage_since
from dim_cases
where case_id in (select unnest($case_ids))
