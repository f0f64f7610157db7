-- Grain: the series that a case is likely of, if any.
select members.series_id, series.case_count, series.small_yuan
from bridge_series_cases as members
inner join fct_series as series on members.series_id = series.series_id
where members.case_id = $case_id
