-- Grain: one event about filing, or about its supervision, that a clock can use.
-- Nuance: several police cases may be one case; report and decision belong together within one police
-- record (record_scope). Which of four rules applies depends on who reported and what was reported:
-- a case handed over by an administrative agency, an economic crime (chapter 3 of the Criminal Law).
{%- set economic_chapter = '3' %}
with

sources as (select * from {{ ref('int_clock_facts') }}),

economic_cases as (
    select places.case_id
    from {{ ref('int_case_places') }} as places
    inner join {{ ref('charges') }} as charges on places.charge_code = charges.charge_code
    where cast(charges.chapter_no as varchar) = '{{ economic_chapter }}'
),

received as (
    select
        sources.*,
        economic_cases.case_id is not null as is_economic,
        coalesce({{ json_text('sources.attributes', 'source') }} = '05', false) as is_handed_over
    from sources
    left join economic_cases on sources.case_id = economic_cases.case_id
    where sources.event_type = 'case_received'
),

filings as (
    select
        sources.event_id,
        sources.case_id,
        sources.person_id,
        sources.agency,
        sources.occurred_at,
        documents.case_no is not null as is_from_document,
        coalesce(documents.case_no, sources.source_record_id) as source_record_id
    from sources
    left join {{ ref('stg_police__documents') }} as documents
        on
            sources.source_table = 'documents'
            and sources.source_record_id = documents.document_record_id
    where sources.event_type = 'filing_decision' and sources.agency = 'police'
),

documented_filings as (
    select distinct source_record_id
    from filings
    where is_from_document
),

-- A filing that is dated before the report cannot be right: the document tells, else it is counted at the
-- report.
decided as (
    select
        filings.event_id,
        filings.case_id,
        filings.person_id,
        filings.agency,
        filings.source_record_id,
        greatest(filings.occurred_at, received.occurred_at) as occurred_at
    from filings
    inner join received on filings.source_record_id = received.source_record_id
    left join documented_filings on filings.source_record_id = documented_filings.source_record_id
    where
        filings.is_from_document
        or filings.occurred_at >= received.occurred_at
        or documented_filings.source_record_id is null
),

-- A report that is merged into another case, or handed to another unit, is decided on there.
moved as (
    select * from sources
    where event_type in ('case_merged', 'case_transferred') and source_table = 'cases' and agency = 'police'
),

-- The refusal to file is a document of its own; its police case stands in the document's row.
refused as (
    select
        sources.* exclude (occurred_at),
        coalesce(documents.case_no, sources.source_record_id) as police_case_no,
        -- Service before the signature is a slip of the pen.
        greatest(
            sources.occurred_at,
            coalesce(least(documents.issued_at, documents.entered_at), sources.occurred_at)
        ) as occurred_at
    from sources
    left join {{ ref('stg_police__documents') }} as documents
        on sources.source_table = 'documents' and sources.source_record_id = documents.document_record_id
    where
        sources.event_type = 'no_filing_decision'
        or (
            sources.event_type = 'notice_served'
            and {{ json_text('sources.attributes', 'document_type') }} = '1004'
        )
),

asked as (
    select
        *,
        {{ json_text('attributes', 'kind') }} as supervision_kind
    from sources
    where event_type = 'supervision_sent'
),

answered as (
    select
        replies.*,
        asked.supervision_kind
    from sources as replies
    inner join asked on replies.source_record_id = asked.source_record_id
    where replies.event_type = 'supervision_replied'
),

-- Whether and when the case was filed can be seen only where a record of the police is linked.
first_filings as (
    select
        received.case_id,
        min(decided.occurred_at) as filed_at
    from received
    left join decided on received.case_id = decided.case_id
    group by received.case_id
),

orders_to_file as (
    select asked.*
    from asked
    inner join first_filings on asked.case_id = first_filings.case_id
    where
        asked.supervision_kind = '30'
        and (first_filings.filed_at is null or first_filings.filed_at >= asked.occurred_at)
),

-- Nothing is refused before it is reported.
credible_refusals as (
    select
        refused.* exclude (occurred_at),
        greatest(refused.occurred_at, coalesce(received.occurred_at, refused.occurred_at)) as occurred_at
    from refused
    left join received on refused.police_case_no = received.source_record_id
),

final as (
    {%- for handed_over, economic, event_type, rule in [
        ('false', 'false', 'case_received', 'filing_review'),
        ('false', 'true', 'case_received', 'filing_review_economic'),
        ('true', 'false', 'transferred_case_received', 'filing_review_admin_transfer'),
        ('true', 'true', 'transferred_case_received', 'filing_review_economic_admin_transfer'),
    ] %}
    {{ clock_event_rows('received', event_type, person='null', rules="'" ~ rule ~ "'", attributes={'economic': economic}, scope='source_record_id', condition='is_handed_over = ' ~ handed_over ~ ' and is_economic = ' ~ economic) }}
    union all
    {%- endfor %}
    {{ clock_event_rows('decided', 'filing_decision', person='null', scope='source_record_id') }}
    union all
    {{ clock_event_rows('moved', 'filing_decision', person='null', attributes={'decision': "'moved'"}, scope='source_record_id') }}
    union all
    {{ clock_event_rows('credible_refusals', 'filing_decision', person='null', attributes={'decision': "'no_filing'"}, scope='police_case_no', condition="event_type = 'no_filing_decision'") }}
    union all
    {{ clock_event_rows('credible_refusals', 'no_filing_decision', person='null', rules="'no_filing_notice_service'", scope='police_case_no', condition="event_type = 'no_filing_decision' and source_table = 'documents'") }}
    union all
    {{ clock_event_rows('credible_refusals', 'notice_served', person='null', rules="'no_filing_notice_service'", scope='police_case_no', condition="event_type = 'notice_served'") }}
    union all
    {{ clock_event_rows('asked', 'explain_notice_received', person='null', rules="'filing_supervision_explain'", attributes={'about': "'supervision'"}, scope='source_record_id', condition="supervision_kind in ('10', '20')") }}
    union all
    {{ clock_event_rows('answered', 'explanation_replied', person='null', rules="'filing_supervision_explain'", scope='source_record_id', condition="supervision_kind in ('10', '20')") }}
    union all
    {{ clock_event_rows('orders_to_file', 'file_notice_received', person='null', rules="'filing_supervision_file_case'") }}
    union all
    {{ clock_event_rows('decided', 'case_filed', person='null', rules="'filing_supervision_file_case'") }}
)

select * from final
