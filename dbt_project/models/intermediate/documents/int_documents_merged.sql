-- Grain: one document.
-- Nuance: the newest source speaks for the document; the others stand in bridge_document_sources.
with

ranked as (
    select
        *,
        row_number() over (
            partition by document_id
            order by recorded_at desc, source_table desc, source_record_id desc
        ) as source_place
    from {{ ref('int_document_sources') }}
)

select * from ranked
where source_place = 1
