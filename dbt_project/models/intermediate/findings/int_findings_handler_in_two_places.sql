-- Grain: one record (笔录) that puts one interviewer into two places at one time, with another record that does.
-- Nuance: both records are found, each with its own finding; the interviewer is not named, not even by a pseudonym.
with

conflicts as (select * from {{ ref('int_handler_conflicts') }}),

sides as (
    select document_id, other_document_id, unit_code, started_at from conflicts
    union all
    select other_document_id, document_id, unit_code, started_at from conflicts
),

found as (
    select
        documents.case_id,
        cast(null as varchar) as person_id,
        sides.document_id,
        sides.other_document_id,
        documents.agency,
        documents.issuing_unit_code,
        documents.entered_at,
        sides.started_at,
        others.case_id as other_case_id
    from sides
    inner join {{ ref('int_documents_merged') }} as documents on sides.document_id = documents.document_id
    inner join {{ ref('int_documents_merged') }} as others on sides.other_document_id = others.document_id
    qualify row_number() over (
        partition by sides.document_id order by sides.started_at, sides.other_document_id
    ) = 1
),

final as (
    {{ finding_row(
        'handler_in_two_places', 'found', key='document_id', seen_at='entered_at', agency='agency', unit='issuing_unit_code',
        document='document_id', related_document='other_document_id',
        reason_zh="'笔录载明的办案人员,' || cast(started_at as varchar) || '起同时出现在另一' || case when other_case_id = case_id then '(本案)' else '(他案)' end || '笔录的不同地点。'",
        reason_en="'From ' || cast(started_at as varchar) || ' an interviewer of this record is also at another place in a second record' || case when other_case_id = case_id then ' (of this case).' else ' (of another case).' end",
        evidence={'started_at': 'cast(started_at as varchar)', 'other_document': 'other_document_id', 'other_case': 'other_case_id'}
    ) }}
)

select * from final
