-- Grain: one hearing of the case.
select
    started_at,
    ended_at,
    courtroom_name,
    is_remote,
    hearing_status,
    'cases' as source_table,
    _source_file,
    _source_row
from fct_hearings
where case_id = $case_id
order by started_at, hearing_id
