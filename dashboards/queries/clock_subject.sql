-- Grain: one clock, with what an item about it has to say.
select
    clocks.*,
    cases.case_no,
    cases.case_title
from fct_clocks as clocks
inner join dim_cases as cases on clocks.case_id = cases.case_id
where clocks.clock_id = $subject_id
