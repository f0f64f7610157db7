-- Grain: one row where the history is too short for alerts, none where it is not.
select weeks.value as week_count
from fct_pattern_measures as weeks
where
    weeks.method = 'history' and weeks.measure = 'weeks'
    and exists (
        select 1 from fct_pattern_measures as alerts
        where alerts.method = 'surveillance' and alerts.state = 'too_short'
    )
