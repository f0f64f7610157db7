-- Grain: one document.
-- Nuance: the author's newest source speaks for the document; what it leaves empty is taken from the
-- other sources, which stand in bridge_document_sources.
with

ranked as (
    select
        *,
        row_number() over (
            partition by document_id
            order by is_author desc, recorded_at desc, source_table desc, source_record_id desc
        ) as source_place
    from {{ ref('int_document_sources') }}
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
)

select * from final
