-- Grain: one finding, with what an item about it has to say.
select
    findings.*,
    cases.case_no,
    cases.case_title
from fct_findings as findings
inner join dim_cases as cases on findings.case_id = cases.case_id
where findings.finding_id = $subject_id
