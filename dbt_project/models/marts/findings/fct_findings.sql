-- Grain: one suspected irregularity of one rule (and person, or document).
-- Nuance: a clue, never a verdict: the innocent explanation stands beside the suspicious one in
-- dim_finding_rules. Tiers of overdue custody: more than three and six months over the term, more than five
-- and eight years inside.
with

found as (
    select * from {{ ref('int_findings') }}
),

tiers as (
    select
        *,
        cast({{ json_text('evidence', 'held_since') }} as date) as held_since_day,
        cast({{ json_text('evidence', 'ended_at') }} as date) as ended_day
    from found
    where rule_id = 'overdue_custody'
),

final as (
    select
        found.finding_id,
        found.rule_id,
        found.limit_rule_id,
        found.case_id,
        found.person_id,
        found.agency,
        coalesce(found.unit_code, cases.lead_unit_code) as unit_code,
        cases.region_code,
        coalesce(found.severity, rules.severity) as severity,
        found.first_seen_at,
        found.due_at,
        found.days_over,
        found.is_open,
        case
            when tiers.case_id is null then null
            when {{ add_months('cast(found.due_at as date)', 6) }} < coalesce(tiers.ended_day, parameters.as_of) then 'over_6_months'
            when {{ add_months('cast(found.due_at as date)', 3) }} < coalesce(tiers.ended_day, parameters.as_of) then 'over_3_months'
            else 'up_to_3_months'
        end as overdue_custody_tier,
        case
            when tiers.held_since_day is null then null
            when {{ add_months('tiers.held_since_day', 96) }} < coalesce(tiers.ended_day, parameters.as_of) then 'over_8_years'
            when {{ add_months('tiers.held_since_day', 60) }} < coalesce(tiers.ended_day, parameters.as_of) then 'over_5_years'
            else 'up_to_5_years'
        end as custody_length_tier,
        found.reason_zh,
        found.reason_en,
        found.evidence,
        found.clock_id,
        found.document_id
    from found
    cross join {{ source('ledger', 'build_parameters') }} as parameters
    -- Findings with an official in them are for the role of supervision alone (fct_restricted_findings).
    inner join {{ ref('finding_rules') }} as rules on found.rule_id = rules.rule_id and not rules.is_restricted
    left join {{ ref('dim_cases') }} as cases on found.case_id = cases.case_id
    left join tiers on found.finding_id = tiers.finding_id
)

select * from final
