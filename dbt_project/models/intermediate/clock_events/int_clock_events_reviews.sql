-- Grain: one event of one suspect within arrest review and prosecution review that a clock can use.
-- Belongs here: which suspects a decision, a return or an extension concerns. Keep out: how cases reach a
-- review (int_clock_events_transfers) and measures (int_clock_events_measures).
-- Nuance: what a review's own lists tell concerns every suspect of the review.
with

facts as (select * from {{ ref('int_clock_facts') }}),

components as (select * from {{ ref('int_person_components') }}),

suspects as (
    select
        *,
        coalesce({{ json_text('attributes', 'in_custody') }} = 'true', false) as in_custody,
        {{ json_text('attributes', 'expected_gt1y') }} = 'true' as expected_gt1y,
        case
            when {{ json_text('attributes', 'suggested_procedure') }} = '30'
                then 'prosecution_review_fast_track'
            else 'prosecution_review_ordinary'
        end as review_rule
    from facts
    where event_type in ('arrest_request_received', 'transfer_received')
),

-- What a review's own lists tell concerns every suspect of the review.
review_facts as (
    select
        facts.* exclude (person_id),
        persons.person_id
    from facts
    inner join components as persons
        on
            facts.source_table = persons.source_table
            and facts.source_record_id = persons.source_record_id
    where
        facts.source_table = 'prosecution_review'
        and facts.event_type in (
            'returned_for_supplementary', 'resubmitted', 'extension_granted',
            'prosecution_review_concluded', 'rights_informed', 'victim_informed'
        )
),

noticed_reviews as (
    select
        source_record_id,
        max(case when event_type = 'rights_informed' then ',rights_notice_prosecution' else '' end)
        || max(case when event_type = 'victim_informed' then ',rights_notice_victim' else '' end) as rules
    from facts
    where event_type in ('rights_informed', 'victim_informed')
    group by source_record_id
),

accepted as (
    select
        suspects.*,
        suspects.review_rule || coalesce(noticed_reviews.rules, '') as rules
    from suspects
    left join noticed_reviews on suspects.source_record_id = noticed_reviews.source_record_id
    where suspects.event_type = 'transfer_received'
),

-- The police have a month from the day on which the returned case reached them; the platform's clock
-- knows that day, else the day of the return has to do.
arrived_returns as (
    select
        case_id,
        event_id,
        occurred_at,
        {{ normalize_number(json_text('attributes', 'document_no')) }} as number_normalized
    from facts
    where event_type = 'suppl_docs_received_by_police'
),

returns as (
    select
        coalesce(arrived_returns.event_id, review_facts.event_id) as event_id,
        review_facts.case_id,
        review_facts.person_id,
        review_facts.agency,
        coalesce(arrived_returns.occurred_at, review_facts.occurred_at) as occurred_at
    from review_facts
    left join arrived_returns
        on
            review_facts.case_id = arrived_returns.case_id
            and {{ normalize_number(json_text('review_facts.attributes', 'document_no')) }} = arrived_returns.number_normalized
            and review_facts.occurred_at <= arrived_returns.occurred_at
    where review_facts.event_type = 'returned_for_supplementary'
),

departures as (
    select * from facts
    where
        event_type in ('released', 'bail_started', 'rs_decision_executed')
        or (
            event_type = 'detention_ended'
            and coalesce({{ json_text('attributes', 'end_reason') }}, '') not in ('01', '07', '09')
        )
),

detentions as (
    select * from facts
    where event_type = 'detained'
),

-- Only who is still detained must be released; a release before the paper came is no breach.
refusals as (
    select
        refused.event_id,
        refused.case_id,
        refused.person_id,
        refused.agency,
        least(refused.occurred_at, coalesce(min(departures.occurred_at), refused.occurred_at)) as occurred_at
    from facts as refused
    inner join detentions
        on
            refused.case_id = detentions.case_id
            and refused.person_id = detentions.person_id
            and refused.occurred_at > detentions.occurred_at
    left join departures
        on
            detentions.case_id = departures.case_id
            and detentions.person_id = departures.person_id
            and detentions.occurred_at <= departures.occurred_at
    where refused.event_type = 'arrest_refusal_received'
    group by refused.event_id, refused.case_id, refused.person_id, refused.agency, refused.occurred_at
),

decisions as (
    select * from facts
    where
        event_type in ('prosecution_decision', 'nonprosecution_decision', 'conditional_decision')
        or (event_type = 'case_transferred' and source_table = 'prosecution_review')
),

requests_of_police as (
    select
        *,
        case {{ json_text('attributes', 'business_type') }} when 'B307' then 'nonprosecution' else 'arrest_refusal' end
            as chain
    from facts
    where event_type in (
        'reconsideration_request', 'reconsideration_request_received', 'reconsideration_decision',
        'recheck_request', 'recheck_request_received', 'recheck_decision'
    )
),

final as (
    {{ clock_event_rows('suspects', 'arrest_request_received', rules="case when in_custody then 'arrest_review_detained' else 'arrest_review_not_detained' end", attributes={'in_custody': 'in_custody'}, condition="event_type = 'arrest_request_received'") }}
    union all
    {{ clock_event_rows('facts', 'arrest_decision', rules="'arrest_review_detained,arrest_review_not_detained'", condition="event_type = 'arrest_decision'") }}
    union all
    {{ clock_event_rows('refusals', 'arrest_refusal_received', rules="'arrest_refused_release'", attributes={'in_custody': 'true'}) }}
    {%- for event_type, step in [('reconsideration_request_received', 'reconsideration_decision'), ('reconsideration_decision', 'reconsideration_decision'), ('recheck_request_received', 'recheck_decision'), ('recheck_decision', 'recheck_decision')] %}
    union all
    {{ clock_event_rows('requests_of_police', event_type, person='null', rules="chain || '_" ~ step ~ "'", attributes={'about': 'chain'}, condition="event_type = '" ~ event_type ~ "'") }}
    {%- endfor %}
    union all
    {{ clock_event_rows('accepted', 'transfer_received', rules='rules', attributes={'in_custody': 'in_custody', 'expected_gt1y': 'expected_gt1y', 'procedure': "case when review_rule = 'prosecution_review_fast_track' then 'fast_track' end"}) }}
    {%- for event_type in ['returned_for_supplementary', 'resubmitted', 'rights_informed', 'victim_informed'] %}
    union all
    {{ clock_event_rows('review_facts', event_type, condition="event_type = '" ~ event_type ~ "'") }}
    {%- endfor %}
    union all
    {{ clock_event_rows('review_facts', 'extension_granted', rules="'prosecution_review_ordinary,prosecution_review_fast_track'", attributes={'kind': "'plus_15'", 'approver': "'procuratorate'"}, condition="event_type = 'extension_granted'") }}
    union all
    {{ clock_event_rows('review_facts', 'prosecution_decision', condition="event_type = 'prosecution_review_concluded'") }}
    union all
    {{ clock_event_rows('decisions', 'prosecution_decision') }}
    union all
    {{ clock_event_rows('returns', 'suppl_docs_received_by_police', rules="'supplementary_investigation'") }}
    union all
    {{ clock_event_rows('facts', 'conditional_decision', rules="'conditional_nonprosecution_service'", condition="event_type = 'conditional_decision'") }}
    union all
    {{ clock_event_rows('facts', 'served', rules="'conditional_nonprosecution_service'", condition="event_type = 'served'") }}
)

select * from final
