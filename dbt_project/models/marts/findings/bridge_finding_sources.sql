-- Grain: one delivered row behind one finding.
-- Nuance: by way of the events of a broken clock, of the document (and of the one it contradicts or
-- replaces), or of the event that the finding is about.
with

findings as (
    select found.*
    from {{ ref('int_findings') }} as found
    inner join {{ ref('finding_rules') }} as rules on found.rule_id = rules.rule_id
    where not rules.is_restricted
),

told as (
    select findings.finding_id, findings.case_id, findings.person_id, events.event_id, cast(null as varchar) as document_id
    from findings
    inner join {{ ref('bridge_clock_events') }} as events on findings.clock_id = events.clock_id
    union all
    select finding_id, case_id, person_id, event_id, null
    from findings
    where event_id is not null
    union all
    select finding_id, case_id, person_id, related_event_id, null
    from findings
    where related_event_id is not null
    union all
    select finding_id, case_id, person_id, null, document_id
    from findings
    where document_id is not null
    union all
    select finding_id, case_id, person_id, null, related_document_id
    from findings
    where related_document_id is not null
),

final as (
    select distinct
        told.finding_id,
        told.case_id,
        told.person_id,
        told.event_id,
        told.document_id,
        coalesce(events.agency, documents.agency) as agency,
        coalesce(events.source_table, documents.source_table) as source_table,
        coalesce(events.source_record_id, documents.source_record_id) as source_record_id,
        coalesce(events._source_file, documents._source_file) as _source_file,
        coalesce(events._source_row, documents._source_row) as _source_row
    from told
    left join {{ ref('bridge_event_sources') }} as events on told.event_id = events.event_id
    left join {{ ref('bridge_document_sources') }} as documents on told.document_id = documents.document_id
)

select * from final
