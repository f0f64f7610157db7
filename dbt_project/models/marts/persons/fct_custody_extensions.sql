-- Grain: one extension or restart of the investigation custody period of one suspect.
select
    extensions.extension_no,
    cases.case_id,
    persons.person_id,
    extensions.extension_type_code,
    extensions.started_date,
    extensions.ended_date,
    extensions.requested_date,
    extensions.approved_date,
    extensions.approving_agency_code,
    extensions.recorded_at,
    extensions.source_table,
    extensions._source_file,
    extensions._source_row
from {{ ref('stg_police__custody_extensions') }} as extensions
left join {{ ref('int_case_components') }} as cases
    on {{ record_key('police', 'cases', 'extensions.case_no') }} = cases.record_key
left join {{ ref('int_person_components') }} as persons
    on {{ record_key('police', 'persons', 'extensions.person_no') }} = persons.person_key
