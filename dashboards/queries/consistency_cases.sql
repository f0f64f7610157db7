-- Grain: one sentence far from what like cases let expect, the newest first.
select fits.*, cases.case_no, cases.case_title, count(*) over () as total_count
from fct_sentence_fits as fits
inner join dim_cases as cases on fits.case_id = cases.case_id
where
    abs(fits.unusualness) >= 2
    and ($charge is null or fits.charge_code = $charge)
    and ($court is null or fits.court_code = $court)
order by fits.pronounced_date desc, fits.court_case_id, fits.defendant_seq
limit $row_limit offset $row_offset
