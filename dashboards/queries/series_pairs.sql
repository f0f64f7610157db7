-- Grain: one shown pair of one series, the strongest first.
select pairs.*, ones.case_no, others.case_no as other_case_no
from fct_series_pairs as pairs
inner join dim_cases as ones on pairs.case_id = ones.case_id
inner join dim_cases as others on pairs.other_case_id = others.case_id
where pairs.series_id = $series_id
order by pairs.log10_ratio desc, pairs.pair_id
limit 60
