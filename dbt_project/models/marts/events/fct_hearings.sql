-- Grain: one hearing of one court case.
select
    {{ hashed_id('H', ['hearings.court_case_id', 'hearings.item_seq']) }} as hearing_id,
    components.case_id,
    hearings.court_case_id,
    cases.court_code,
    cases.unit_code,
    cast(hearings.hearing_seq as integer) as hearing_seq,
    hearings.courtroom_name,
    hearings.started_at,
    hearings.ended_at,
    hearings.is_remote,
    hearings.hearing_status,
    hearings.recorded_at,
    hearings.source_table,
    hearings._source_file,
    hearings._source_row
from {{ ref('stg_court__case_hearings') }} as hearings
inner join {{ ref('stg_court__cases') }} as cases on hearings.court_case_id = cases.court_case_id
inner join {{ ref('int_case_components') }} as components
    on {{ record_key('court', 'cases', 'hearings.court_case_id') }} = components.record_key
