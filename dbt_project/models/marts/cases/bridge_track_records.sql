-- Grain: one record of one track of a case.
select
    track_id,
    case_id,
    agency,
    source_table,
    source_record_id,
    is_trunk
from {{ ref('int_case_tracks') }}
