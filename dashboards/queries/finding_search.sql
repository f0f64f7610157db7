-- Grain: one finding of the list, one page of it; `total_count` is that of the whole list.
-- A filter that is NULL is not set; '-' stands for a code that nobody knows.
with

-- Few columns of many findings first: they are put in order and counted by them alone.
chosen as (
    select
        findings.finding_id,
        findings.first_seen_at,
        case findings.severity when 'high' then 1 when 'medium' then 2 else 3 end as place
    from fct_findings as findings
    where
        ($rule is null or findings.rule_id = $rule)
        and ($severity is null or findings.severity = $severity)
        and ($agency is null or coalesce(findings.agency, '-') = $agency)
        and ($unit is null or coalesce(findings.unit_code, '-') = $unit)
        and ($region is null or coalesce(findings.region_code, '-') = $region)
),

shown as (
    select
        finding_id,
        place
    from chosen
    order by place, first_seen_at desc, finding_id
    limit $row_limit offset $row_offset
)

select
    findings.finding_id,
    findings.rule_id,
    findings.case_id,
    findings.agency,
    findings.unit_code,
    findings.severity,
    findings.reason_zh,
    findings.reason_en,
    findings.first_seen_at,
    findings.is_open,
    rules.suspicion_zh,
    rules.suspicion_en,
    rules.innocent_zh,
    rules.innocent_en,
    rules.article,
    cases.case_no,
    cases.case_title,
    (select count(*) from chosen) as total_count
from shown
inner join fct_findings as findings on shown.finding_id = findings.finding_id
left join dim_finding_rules as rules on findings.rule_id = rules.rule_id
left join dim_cases as cases on findings.case_id = cases.case_id
order by shown.place, findings.first_seen_at desc, findings.finding_id
