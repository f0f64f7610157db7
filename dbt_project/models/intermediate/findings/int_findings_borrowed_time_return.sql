-- Grain: one suspect of one review that was returned in its last days and came back with nothing new.
-- Nuance: last days are the three before the end of the period; new is a document that adds to the evidence,
-- made or entered between the return and the day after the case came back. Only returns that came back count.
{%- set brink_days = 3 %}
with

events as (
    select * from {{ ref('int_clock_events') }}
    where event_type in ('returned_for_supplementary', 'resubmitted')
),

returns as (
    select
        events.event_id,
        events.case_id,
        events.person_id,
        events.occurred_at as returned_at,
        min(again.occurred_at) as resubmitted_at,
        min(again.event_id) as again_event_id
    from events
    inner join events as again
        on
            events.case_id = again.case_id
            and events.person_id = again.person_id
            and again.event_type = 'resubmitted'
            and events.occurred_at <= again.occurred_at
    where events.event_type = 'returned_for_supplementary'
    group by events.event_id, events.case_id, events.person_id, events.occurred_at
),

at_the_brink as (
    select
        returns.*,
        clocks.clock_id,
        units.procuratorate_unit_code as unit_code,
        {{ days_between('cast(returns.returned_at as date)', 'clocks.counted_due_day') }} as days_left_at_return,
        clocks.counted_due_day
    from returns
    inner join {{ ref('int_review_terms') }} as clocks
        on
            returns.case_id = clocks.case_id
            and returns.person_id = clocks.person_id
            and cast(returns.returned_at as date) = clocks.closed_day
    left join {{ ref('int_case_units') }} as units on returns.case_id = units.case_id
    where {{ days_between('cast(returns.returned_at as date)', 'clocks.counted_due_day') }} between 0 and {{ brink_days }}
),

evidence as (
    select case_id, made_at, entered_at
    from {{ ref('int_documents_merged') }}
    where
        document_type_code in ({{ new_evidence_types() }})
        and document_status_code not in ('02', '04')
),

used as (
    select distinct
        at_the_brink.event_id,
        at_the_brink.person_id
    from at_the_brink
    inner join evidence
        on
            at_the_brink.case_id = evidence.case_id
            and (
                evidence.made_at between at_the_brink.returned_at and at_the_brink.resubmitted_at + interval 1 day
                or evidence.entered_at between at_the_brink.returned_at and at_the_brink.resubmitted_at + interval 1 day
            )
),

found as (
    select at_the_brink.*
    from at_the_brink
    left join used
        on at_the_brink.event_id = used.event_id and at_the_brink.person_id = used.person_id
    where used.event_id is null
),

final as (
    {{ finding_row(
        'borrowed_time_return', 'found', key='event_id', seen_at='resubmitted_at', agency="'procuratorate'", unit='unit_code',
        due_at='counted_due_day', clock='clock_id', event='event_id', related_event='again_event_id',
        reason_zh="'审查起诉期限于' || cast(counted_due_day as varchar) || '届满,' || cast(cast(returned_at as date) as varchar) || '退回补充侦查(剩余' || cast(days_left_at_return as varchar) || '日),' || cast(cast(resubmitted_at as date) as varchar) || '重新移送,其间没有新增证据文书。'",
        reason_en="'The review was due ' || cast(counted_due_day as varchar) || '; returned ' || cast(cast(returned_at as date) as varchar) || ' with ' || cast(days_left_at_return as varchar) || ' days left, back ' || cast(cast(resubmitted_at as date) as varchar) || ', no new evidence in between.'",
        evidence={'returned_on': 'cast(cast(returned_at as date) as varchar)', 'resubmitted_on': 'cast(cast(resubmitted_at as date) as varchar)', 'due_on': 'cast(counted_due_day as varchar)', 'days_left': 'days_left_at_return'}
    ) }}
)

select * from final
