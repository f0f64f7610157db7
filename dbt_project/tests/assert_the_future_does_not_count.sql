-- When this fails, a case is shown in a stage that it had not reached on the day of judgement.
{{ config(meta={'dagster': {'ref': {'name': 'dim_cases'}}}) }}
select cases.case_id
from {{ ref('dim_cases') }} as cases
cross join {{ source('ledger', 'build_parameters') }} as parameters
where
    cast(cases.last_event_at as date) > parameters.as_of
    or cast(cases.stage_since as date) > parameters.as_of
