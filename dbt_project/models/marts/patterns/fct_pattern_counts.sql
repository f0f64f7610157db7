-- Grain: one kind of offence in one township in one complete week.
-- Nuance: detailed kinds only, and only where something was reported. As known when the last week was complete.
select
    {{ monday_of('accepted_at') }} as week_start,
    group_code,
    region_code,
    township_code,
    cast(count(*) as integer) as offence_count,
    max(last_week_end) as last_week_end
from {{ ref('int_offence_versions') }}
group by {{ monday_of('accepted_at') }}, group_code, region_code, township_code
