-- Grain: one suspected irregularity in which an official or a lawyer takes part.
-- Nuance: for the role of supervision alone, in pseudonyms, in the order of time; no figure, mail or export reads
-- it. A reason to read the case: the innocent explanation stands beside the suspicious one (dim_finding_rules).
select
    found.finding_id,
    found.rule_id,
    found.case_id,
    found.agency,
    coalesce(found.unit_code, cases.lead_unit_code) as unit_code,
    cases.region_code,
    rules.severity,
    found.first_seen_at,
    found.reason_zh,
    found.reason_en,
    found.evidence,
    found.document_id,
    found.related_document_id
from {{ ref('int_findings') }} as found
inner join {{ ref('finding_rules') }} as rules on found.rule_id = rules.rule_id
left join {{ ref('dim_cases') }} as cases on found.case_id = cases.case_id
where rules.is_restricted
