-- Grain: one event as one delivered row tells of it, with the event (fact) it belongs to.
-- Nuance: the id of a fact is that of the telling that speaks first for it, so a corrected day does not
-- make another event of it. Sources may disagree: their days stand here as told.
-- Belongs here: which tellings are one fact. Keep out: choosing what the fact says.
with

matches as (select * from {{ ref('int_event_matches') }}),

final as (
    select
        coalesce(leads_of_leads.lead_claim_id, leads.lead_claim_id, claims.leader_id) as event_id,
        case
            when leads.match_method is not null then leads.match_method
            when claims.claim_id <> claims.leader_id then 'same_table'
        end as match_method,
        claims.* exclude (leader_id)
    from {{ ref('int_event_claims') }} as claims
    left join matches as leads on claims.leader_id = leads.claim_id
    left join matches as leads_of_leads on leads.lead_claim_id = leads_of_leads.claim_id
    where claims.case_id is not null
)

select * from final
