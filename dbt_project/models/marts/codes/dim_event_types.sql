-- Grain: one kind of event of the controlled vocabulary.
select
    event_type,
    label_zh,
    label_en,
    stage,
    is_vocabulary
from {{ ref('event_types') }}
