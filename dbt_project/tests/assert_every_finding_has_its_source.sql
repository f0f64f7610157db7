-- When this fails, a supervisor is shown a suspicion that leads to no delivered row and cannot be checked.
{{ config(meta={'dagster': {'ref': {'name': 'bridge_finding_sources'}}}) }}
select findings.finding_id
from {{ ref('fct_findings') }} as findings
left join {{ ref('bridge_finding_sources') }} as sources
    on findings.finding_id = sources.finding_id and sources._source_file is not null
where sources.finding_id is null
