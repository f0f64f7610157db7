-- Grain: one event about a coercive measure of one person that a clock can use.
-- Belongs here: measures, their extensions, their ends told and inferred, notices and interrogations.
-- Keep out: transfer to the next agency (int_clock_events_reviews).
-- Nuance: a measure whose end nobody noted ended at the latest with the next measure of the same person,
-- the decision not to prosecute, or the effective judgment.
with

facts as (select * from {{ ref('int_clock_facts') }}),

measures as (
    select
        *,
        cast({{ json_text('attributes', 'detention_limit_days') }} as integer) as limit_days,
        cast({{ json_text('attributes', 'due') }} as date) as printed_due_date
    from facts
    where event_type in ('detained', 'arrested', 'bail_started', 'rs_decision_executed')
),

-- An extension of detention has a notice of its own; where it is missing the measure itself tells that
-- the longer period was allowed, not when.
detention_notices as (
    select
        measures.event_id as measure_event_id,
        notices.event_id,
        notices.occurred_at
    from measures
    inner join facts as notices
        on
            measures.case_id = notices.case_id
            and measures.person_id = notices.person_id
            and notices.event_type = 'extension_granted'
            and {{ json_text('notices.attributes', 'kind') }} = 'detention'
            and notices.occurred_at < measures.occurred_at + interval 31 day
    where measures.event_type = 'detained'
    qualify row_number() over (
        partition by measures.event_id order by notices.occurred_at, notices.event_id
    ) = 1
),

longer_detentions as (
    select
        coalesce(detention_notices.event_id, measures.event_id) as event_id,
        measures.case_id,
        measures.person_id,
        measures.agency,
        greatest(measures.occurred_at, coalesce(detention_notices.occurred_at, measures.occurred_at))
            as occurred_at,
        measures.limit_days,
        least(4, greatest(1, coalesce(
            {{ days_between('cast(measures.occurred_at as date)', 'measures.printed_due_date') }} - 3, 4
        ))) as extra_days,
        detention_notices.event_id is null as is_undated
    from measures
    left join detention_notices on measures.event_id = detention_notices.measure_event_id
    where measures.event_type = 'detained' and measures.limit_days in (7, 30)
),

transfers as (
    select
        case_id,
        person_id,
        min(occurred_at) as transferred_at
    from facts
    where event_type = 'transfer_received'
    group by case_id, person_id
),

receipts as (
    select distinct case_id
    from facts
    where event_type = 'receipt_delivered' and {{ json_text('attributes', 'business_type') }} = 'B204'
),

-- The period of investigation runs only while the investigation does: an arrest that the procuratorate
-- or a court decides on later starts none.
arrests as (
    select
        measures.*,
        'arrest_family_notice,arrest_first_interrogation'
        || case
            when transfers.transferred_at is null or transfers.transferred_at > measures.occurred_at
                then ',investigation_custody'
            else ''
        end
        || case when receipts.case_id is not null then ',arrest_execution_receipt' else '' end as rules
    from measures
    left join transfers
        on measures.case_id = transfers.case_id and measures.person_id = transfers.person_id
    left join receipts on measures.case_id = receipts.case_id
    where measures.event_type = 'arrested'
),

-- An end that is typed before its beginning came about by the time at which somebody typed it.
ends as (
    select
        facts.* exclude (occurred_at),
        case
            when facts.occurred_at < measures.occurred_at then greatest(facts.recorded_at, measures.occurred_at)
            else facts.occurred_at
        end as occurred_at
    from facts
    left join measures on facts.source_record_id = measures.source_record_id
    where facts.event_type in ('bail_released_or_changed', 'rs_released_or_changed', 'detention_ended', 'arrest_ended')
),

unended as (
    select measures.*
    from measures
    left join ends
        on
            measures.source_record_id = ends.source_record_id
            and measures.occurred_at <= ends.occurred_at
    where
        measures.event_type in ('bail_started', 'rs_decision_executed')
        and ends.event_id is null
),

closing as (
    select * from facts
    where
        event_type in (
            'detained', 'arrested', 'bail_started', 'rs_decision_executed', 'nonprosecution_decision',
            'judgment_effective', 'correction_started'
        )
),

inferred_ends as (
    select
        closing.event_id,
        unended.case_id,
        unended.person_id,
        closing.agency,
        -- Just before: what ended the one measure may begin the next.
        closing.occurred_at - interval 1 second as occurred_at,
        unended.event_type as measure_type
    from unended
    inner join closing
        on
            unended.case_id = closing.case_id
            and unended.person_id = closing.person_id
            and unended.occurred_at < closing.occurred_at
    qualify row_number() over (
        partition by unended.event_id, unended.source_record_id order by closing.occurred_at, closing.event_id
    ) = 1
),

-- Service before the signature is a slip of the pen.
notices as (
    select
        facts.* exclude (occurred_at),
        documents.document_type_code as document_type,
        greatest(facts.occurred_at, coalesce(least(documents.issued_at, documents.entered_at), facts.occurred_at))
            as occurred_at
    from facts
    inner join {{ ref('stg_police__documents') }} as documents
        on facts.source_record_id = documents.document_record_id
    where facts.event_type = 'family_notified'
),

discharges as (
    select * from ends
    where
        event_type in ('detention_ended', 'arrest_ended')
        and coalesce({{ json_text('attributes', 'end_reason') }}, '') not in ('01', '07', '09')
),

judged as (
    select * from ends
    where
        event_type in ('detention_ended', 'arrest_ended')
        and {{ json_text('attributes', 'end_reason') }} = '07'
),

final as (
    {{ clock_event_rows('facts', 'arrived_for_coercive_summons', condition="event_type = 'arrived_for_coercive_summons'") }}
    union all
    {{ clock_event_rows('facts', 'coercive_summons_ended', condition="event_type = 'coercive_summons_ended'") }}
    union all
    {{ clock_event_rows('measures', 'detained', condition="event_type = 'detained'") }}
    union all
    {{ clock_event_rows('longer_detentions', 'extension_granted', rules="'detention_request_arrest'", attributes={'kind': "'ext_1_4'", 'days': 'extra_days', 'approver': "'county_police_head'", 'is_undated': 'is_undated'}, condition='limit_days = 7') }}
    union all
    {{ clock_event_rows('longer_detentions', 'extension_granted', rules="'detention_request_arrest'", attributes={'kind': "'ext_to_30'", 'ground': "'multiple'", 'approver': "'county_police_head'", 'is_undated': 'is_undated'}, condition='limit_days = 30') }}
    union all
    {{ clock_event_rows('facts', 'delivered_to_kss', condition="event_type = 'delivered_to_kss'") }}
    union all
    {{ clock_event_rows('facts', 'first_interrogation', condition="event_type = 'interrogation'") }}
    {%- for document_type, rule in [('1024', 'rs_family_notice'), ('1027', 'detention_family_notice'), ('1031', 'arrest_family_notice')] %}
    union all
    {{ clock_event_rows('notices', 'family_notified', rules="'" ~ rule ~ "'", condition="document_type = '" ~ document_type ~ "'") }}
    {%- endfor %}
    union all
    {{ clock_event_rows('arrests', 'arrested', rules='rules') }}
    union all
    {{ clock_event_rows('facts', 'new_serious_crime_found', condition="event_type = 'new_serious_crime_found'") }}
    union all
    {{ clock_event_rows('measures', 'bail_decision_announced', rules="'bail_max'", condition="event_type = 'bail_started'") }}
    union all
    {{ clock_event_rows('measures', 'bail_started', condition="event_type = 'bail_started'") }}
    union all
    {{ clock_event_rows('ends', 'bail_released_or_changed', condition="event_type = 'bail_released_or_changed'") }}
    union all
    {{ clock_event_rows('inferred_ends', 'bail_released_or_changed', attributes={'is_inferred': 'true'}, condition="measure_type = 'bail_started'") }}
    union all
    {{ clock_event_rows('measures', 'rs_decision_executed', condition="event_type = 'rs_decision_executed'") }}
    union all
    {{ clock_event_rows('measures', 'rs_started', condition="event_type = 'rs_decision_executed'") }}
    union all
    {{ clock_event_rows('facts', 'rs_designated_executed', condition="event_type = 'rs_designated_executed'") }}
    union all
    {{ clock_event_rows('ends', 'rs_released_or_changed', condition="event_type = 'rs_released_or_changed'") }}
    union all
    {{ clock_event_rows('inferred_ends', 'rs_released_or_changed', attributes={'is_inferred': 'true'}, condition="measure_type = 'rs_decision_executed'") }}
    union all
    {{ clock_event_rows('facts', 'released', condition="event_type = 'released'") }}
    union all
    {{ clock_event_rows('judged', 'released', rules="'acquittal_release'") }}
    union all
    {{ clock_event_rows('discharges', 'released_or_changed') }}
)

select * from final
