-- When this fails, a delivered case is missing from the dashboards, or is counted twice.
{{ config(meta={'dagster': {'ref': {'name': 'bridge_case_records'}}}) }}
with

live_records as (
    select agency, source_table, record_key as source_record_id
    from {{ source('ledger', 'record_versions') }}
    where
        is_current
        and not is_deleted
        and agency || '.' || source_table in (
            'police.cases', 'procuratorate.arrest_review', 'procuratorate.prosecution_review',
            'court.cases', 'justice.subjects', 'justice.assessments'
        )
),

counted as (
    select agency, source_table, source_record_id, 1 as live_count, 0 as bridge_count from live_records
    union all
    select agency, source_table, source_record_id, 0, 1 from {{ ref('bridge_case_records') }}
)

select agency, source_table, source_record_id
from counted
group by agency, source_table, source_record_id
having sum(live_count) <> 1 or sum(bridge_count) <> 1
