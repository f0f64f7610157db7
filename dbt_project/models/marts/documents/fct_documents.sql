-- Grain: one document, whoever reports it, with its journey: made, signed (issued), sent, received,
-- served, withdrawn, replaced.
-- Nuance: withdrawn and corrected documents stay; a corrected copy points back to what it replaces, and
-- that points on to the copy. Sent is the first hand-off that carries it, received the first receipt of a
-- hand-off that was not returned, else the day on which the receiver accepted the case that quotes it.
with

ways as (
    select
        document_id,
        min(sent_at) as sent_at,
        min(received_at) filter (where source_role = 'handed_over') as received_at,
        min(received_at) filter (where source_role = 'quoted') as quoted_at,
        min(receiver_agency) as received_by_agency,
        count(*) filter (where source_role = 'handed_over') as handoff_count
    from {{ ref('int_document_handovers') }}
    group by document_id
),

replacements as (
    select
        replaces_document_id,
        document_id,
        coalesce(issued_at, made_at) as replaced_at
    from {{ ref('int_documents_merged') }}
    where replaces_document_id is not null
    qualify row_number() over (
        partition by replaces_document_id order by coalesce(issued_at, made_at) desc nulls last, document_id
    ) = 1
),

sources as (
    select
        document_id,
        count(*) as source_count,
        count(distinct agency) as agency_count
    from {{ ref('bridge_document_sources') }}
    group by document_id
),

final as (
    select
        documents.document_id,
        documents.case_id,
        documents.person_id,
        documents.agency,
        documents.document_type_code,
        documents.document_no,
        documents.issuing_unit_code,
        documents.made_at,
        documents.issued_at,
        documents.entered_at,
        ways.sent_at,
        coalesce(ways.received_at, ways.quoted_at) as received_at,
        case when coalesce(ways.received_at, ways.quoted_at) is not null then ways.received_by_agency end
            as received_by_agency,
        documents.served_at,
        documents.document_status_code,
        coalesce(documents.document_status_code in ('02', '04'), false) as is_withdrawn,
        -- The version in force says that it was taken back: its system clock is the moment known.
        case when documents.document_status_code in ('02', '04') then documents.updated_at end as withdrawn_at,
        coalesce(documents.document_status_code = '03', false) as is_superseded,
        documents.replaces_document_id,
        replacements.document_id as replaced_by_document_id,
        replacements.replaced_at,
        cast(sources.source_count as integer) as source_count,
        cast(sources.agency_count as integer) as agency_count,
        cast(coalesce(ways.handoff_count, 0) as integer) as handoff_count,
        cast(documents.page_count as integer) as page_count,
        documents.activity_started_at,
        documents.activity_ended_at,
        case
            when documents.served_at < documents.issued_at then 'served_before_signed'
            when {{ days_between('cast(documents.issued_at as date)', 'cast(documents.entered_at as date)') }} > 1
                then 'entered_after_signed'
            else 'none'
        end as time_anomaly,
        documents.recorded_at,
        documents.source_table,
        documents._source_file,
        documents._source_row
    from {{ ref('int_documents_merged') }} as documents
    inner join sources on documents.document_id = sources.document_id
    left join ways on documents.document_id = ways.document_id
    left join replacements on documents.document_id = replacements.replaces_document_id
)

select * from final
