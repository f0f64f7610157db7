-- Grain: one police record that the patterns count, in its own kind.
-- Nuance: as known when the last week was complete; a record that is gone today has no case and is left out.
with

offences as (select * from {{ ref('int_offence_versions') }}),

components as (select * from {{ ref('int_case_components') }}),

final as (
    select
        offences.police_case_no,
        components.case_id,
        offences.group_code,
        offences.region_code,
        offences.township_code,
        cast(offences.accepted_at as date) as reported_on
    from offences
    inner join components
        on {{ record_key('police', 'cases', 'offences.police_case_no') }} = components.record_key
)

select * from final
