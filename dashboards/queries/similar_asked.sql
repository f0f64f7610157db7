-- Grain: one case whose like are asked for.
select
    profiles.*,
    cases.case_no,
    cases.case_title
from fct_case_profiles as profiles
inner join dim_cases as cases on profiles.case_id = cases.case_id
where profiles.case_id = $case_id
