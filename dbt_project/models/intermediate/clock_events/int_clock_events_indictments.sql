-- Grain: one event of one indictment (from the procuratorate's sending to the court's acceptance).
-- Nuance: one review, one indictment, one court case (record_scope is the review). The court's case is
-- found by the number it quotes, else it is the one case of first instance that no number leads to. The
-- platform knows when the indictment came, else the day of sending has to do; a paper that was logged
-- after the court had taken the case starts the clock on the court's own day. The platform's word that the
-- court accepted the review's case ends the clock as well: quoted numbers may be wrong, that one is not.
with

facts as (select * from {{ ref('int_clock_facts') }}),

sent as (
    select
        *,
        {{ normalize_number(json_text('attributes', 'indictment_no')) }} as number_normalized
    from facts
    where event_type = 'sent_to_court'
),

logged as (
    select
        case_id,
        event_id,
        occurred_at,
        {{ json_text('attributes', 'sender_case_no') }} as review_no,
        {{ normalize_number(json_text('attributes', 'document_no')) }} as number_normalized
    from facts
    where event_type = 'indictment_received'
),

court_cases as (
    select
        facts.case_id,
        min(facts.event_id) as event_id,
        min(facts.occurred_at) as occurred_at,
        facts.source_record_id as court_case_id,
        cases.indictment_no_normalized as number_normalized
    from facts
    inner join {{ ref('stg_court__cases') }} as cases on facts.source_record_id = cases.court_case_id
    where facts.event_type = 'case_accepted'
    group by facts.case_id, facts.source_record_id, cases.indictment_no_normalized
),

quoted as (
    select
        sent.source_record_id as review_no,
        court_cases.*
    from sent
    inner join court_cases
        on sent.case_id = court_cases.case_id and sent.number_normalized = court_cases.number_normalized
),

left_over_courts as (
    select
        court_cases.*,
        row_number() over (partition by court_cases.case_id order by court_cases.occurred_at, court_cases.event_id)
            as place
    from court_cases
    left join quoted on court_cases.court_case_id = quoted.court_case_id
    where quoted.court_case_id is null
),

left_over_reviews as (
    select
        sent.case_id,
        sent.source_record_id as review_no,
        row_number() over (partition by sent.case_id order by sent.occurred_at, sent.event_id) as place
    from sent
    left join quoted on sent.source_record_id = quoted.review_no
    where quoted.review_no is null
),

accepted_on_platform as (
    select
        case_id,
        event_id,
        occurred_at,
        {{ json_text('attributes', 'sender_case_no') }} as review_no
    from facts
    where event_type = 'acceptance_decision'
),

taken as (
    select review_no, case_id, event_id, occurred_at
    from quoted
    union all
    select
        left_over_reviews.review_no,
        left_over_courts.case_id,
        left_over_courts.event_id,
        left_over_courts.occurred_at
    from left_over_reviews
    inner join left_over_courts
        on
            left_over_reviews.case_id = left_over_courts.case_id
            and left_over_reviews.place = left_over_courts.place
    union all
    select
        sent.source_record_id,
        accepted_on_platform.case_id,
        accepted_on_platform.event_id,
        accepted_on_platform.occurred_at
    from sent
    inner join accepted_on_platform
        on
            sent.case_id = accepted_on_platform.case_id
            and sent.source_record_id = accepted_on_platform.review_no
),

acceptances as (
    select
        review_no as source_record_id,
        case_id,
        cast(null as varchar) as person_id,
        'court' as agency,
        min(event_id) as event_id,
        min(occurred_at) as occurred_at
    from taken
    group by review_no, case_id
),

arrivals as (
    select
        sent.source_record_id,
        sent.case_id,
        sent.agency,
        coalesce(min(logged.event_id), min(sent.event_id)) as event_id,
        least(
            coalesce(min(logged.occurred_at), min(sent.occurred_at)),
            coalesce(min(acceptances.occurred_at), coalesce(min(logged.occurred_at), min(sent.occurred_at)))
        ) as occurred_at
    from sent
    left join logged
        on
            sent.case_id = logged.case_id
            and case
                when logged.review_no is not null then sent.source_record_id = logged.review_no
                else sent.number_normalized = logged.number_normalized
            end
    left join acceptances
        on sent.case_id = acceptances.case_id and sent.source_record_id = acceptances.source_record_id
    group by sent.source_record_id, sent.case_id, sent.agency
),

final as (
    {{ clock_event_rows('arrivals', 'indictment_received', person='null', rules="'court_acceptance_review'", scope='source_record_id') }}
    union all
    {{ clock_event_rows('acceptances', 'acceptance_decision', person='null', rules="'court_acceptance_review'", scope='source_record_id') }}
)

select * from final
