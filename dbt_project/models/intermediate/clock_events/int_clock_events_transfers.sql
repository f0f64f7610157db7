-- Grain: one request for arrest, or one transfer for prosecution, of one suspect (NULL: of everybody).
-- Nuance: documents of the police and hand-offs name no persons; the review that quotes their number
-- does. One that no review quotes concerns everybody of the case, unless a better source is there. What
-- was accepted had been sent, at the latest on that day.
with

facts as (select * from {{ ref('int_clock_facts') }}),

accepted as (
    select * from facts
    where event_type in ('arrest_request_received', 'transfer_received')
),

requests as (
    select
        suspects.case_id,
        suspects.person_id,
        reviews.case_no,
        'arrest_request_submitted' as event_type,
        reviews.arrest_request_no_normalized as number_normalized
    from {{ ref('stg_procuratorate__arrest_reviews') }} as reviews
    inner join accepted as suspects
        on suspects.event_type = 'arrest_request_received' and reviews.case_no = suspects.source_record_id
    union
    select
        suspects.case_id,
        suspects.person_id,
        reviews.case_no,
        'transferred_for_prosecution',
        reviews.prosecution_opinion_no_normalized
    from {{ ref('stg_procuratorate__prosecution_reviews') }} as reviews
    inner join accepted as suspects
        on suspects.event_type = 'transfer_received' and reviews.case_no = suspects.source_record_id
),

first_detentions as (
    select
        case_id,
        min(occurred_at) as detained_at
    from facts
    where event_type = 'detained'
    group by case_id
),

-- A request that is dated before anybody was detained bears a wrong date; its entry does not.
sent as (
    select
        facts.* exclude (occurred_at),
        case
            when
                facts.event_type = 'arrest_request_submitted'
                and facts.source_table = 'documents'
                and facts.occurred_at < first_detentions.detained_at
                then facts.recorded_at
            else facts.occurred_at
        end as occurred_at,
        {{ normalize_number(json_text('facts.attributes', 'document_no')) }} as number_normalized
    from facts
    left join first_detentions on facts.case_id = first_detentions.case_id
    where facts.event_type in ('arrest_request_submitted', 'transferred_for_prosecution')
),

sent_for_persons as (
    select
        sent.event_id,
        sent.case_id,
        requests.person_id,
        sent.event_type,
        sent.occurred_at,
        sent.agency
    from sent
    inner join requests
        on
            sent.case_id = requests.case_id
            and sent.event_type = requests.event_type
            and sent.number_normalized = requests.number_normalized
),

matched_cases as (select distinct case_id, event_type from sent_for_persons),

-- A suspect of the review whom the police do not seem to know is somebody of theirs whom linkage did not
-- recognise; what was sent may then concern anybody of the case.
strangers as (
    select distinct
        requests.case_id,
        requests.event_type
    from requests
    left join facts
        on
            requests.case_id = facts.case_id
            and requests.person_id = facts.person_id
            and facts.agency = 'police'
    where facts.event_id is null
),

unquoted as (
    select sent.*
    from sent
    left join (select distinct event_id from sent_for_persons) as quoted on sent.event_id = quoted.event_id
    left join matched_cases
        on sent.case_id = matched_cases.case_id and sent.event_type = matched_cases.event_type
    left join strangers
        on sent.case_id = strangers.case_id and sent.event_type = strangers.event_type
    where
        strangers.case_id is not null
        or (
            quoted.event_id is null
            and (
                matched_cases.case_id is null
                or sent.source_table = 'documents'
                -- A hand-off that quotes nothing is not one that quotes something else.
                or (sent.source_table = 'flows' and sent.number_normalized is null)
            )
        )
),

final as (
    {%- for received, event_type in [('arrest_request_received', 'arrest_request_submitted'), ('transfer_received', 'transferred_for_prosecution')] %}
    {{ clock_event_rows('sent_for_persons', event_type, condition="event_type = '" ~ event_type ~ "'") }}
    union all
    {{ clock_event_rows('unquoted', event_type, person='null', condition="event_type = '" ~ event_type ~ "'") }}
    union all
    {{ clock_event_rows('accepted', event_type, condition="event_type = '" ~ received ~ "'") }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
)

select * from final
