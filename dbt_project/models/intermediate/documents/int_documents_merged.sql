-- Grain: one document.
-- Nuance: the author's newest source speaks for the document; what it leaves empty is taken from the
-- other sources, which stand in bridge_document_sources. Hardly a document has another source: only those are
-- weighed against each other.
with

told_again as (
    select document_id
    from {{ ref('int_document_sources') }}
    group by document_id
    having count(*) > 1
),

ranked as (
    select
        sources.*,
        row_number() over (
            partition by sources.document_id
            order by
                sources.is_author desc, sources.recorded_at desc, sources.source_table desc,
                sources.source_record_id desc
        ) as source_place
    from {{ ref('int_document_sources') }} as sources
    inner join told_again on sources.document_id = told_again.document_id
),

filled as (
    select
        document_id,
        min(case_id) as case_id,
        min(made_at) as made_at,
        min(issued_at) as issued_at,
        min(served_at) as served_at
    from ranked
    group by document_id
),

final as (
    select
        ranked.* exclude (case_id, made_at, issued_at, served_at, source_place),
        coalesce(ranked.case_id, filled.case_id) as case_id,
        coalesce(ranked.made_at, filled.made_at) as made_at,
        coalesce(ranked.issued_at, filled.issued_at) as issued_at,
        coalesce(ranked.served_at, filled.served_at) as served_at
    from ranked
    inner join filled on ranked.document_id = filled.document_id
    where ranked.source_place = 1
    union all
    select
        sources.* exclude (case_id, made_at, issued_at, served_at),
        sources.case_id,
        sources.made_at,
        sources.issued_at,
        sources.served_at
    from {{ ref('int_document_sources') }} as sources
    left join told_again on sources.document_id = told_again.document_id
    where told_again.document_id is null
)

select * from final
