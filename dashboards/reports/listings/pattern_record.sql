-- Grain: one row, how alerts fared when every week of the last year was judged with what was known by then; the
-- whole city's. No row where the history is too short.
select
    max(value) filter (where measure = 'alerts') as alert_count,
    max(value) filter (where measure = 'weeks') as week_count,
    max(value) filter (where measure = 'series') as series_count,
    coalesce(max(value) filter (where measure = 'continued'), 0) as continued_count,
    coalesce(max(value) filter (where measure = 'subsided'), 0) as subsided_count,
    coalesce(max(value) filter (where measure = 'open'), 0) as undecided_count,
    max(value) filter (where measure = 'false_expected') as false_expected
from fct_pattern_measures
where method = 'surveillance'
having count(*) filter (where measure = 'alerts' and state = 'ok') > 0
