-- Grain: one officer in two records (笔录) of the police that overlap in time at different places.
-- Nuance: the officer is not named here, not even by a pseudonym: it is a figure about records, and a
-- reason to read both. Remote questioning has no place; records without a place or an end say nothing.
with

parameters as (select * from {{ source('ledger', 'build_parameters') }}),

-- The law asks for two officers; some records name more.
places as (
    {% for officer_place in range(1, 5) %}
    select {{ officer_place }} as officer_place
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

activities as (
    select
        trim(split_part(documents.officer_nos, ';', places.officer_place)) as officer_no,
        sources.document_id,
        documents.case_no,
        documents.unit_code,
        documents.activity_started_at as started_at,
        documents.activity_ended_at as ended_at,
        {{ fold_text('documents.activity_place') }} as place,
        documents.recorded_at,
        documents.source_table,
        documents._source_file,
        documents._source_row
    from {{ ref('stg_police__documents') }} as documents
    inner join {{ ref('int_document_sources') }} as sources
        on
            documents.agency = sources.agency
            and documents.source_table = sources.source_table
            and documents.source_record_id = sources.source_record_id
    cross join parameters
    cross join places
    where
        documents.activity_started_at < documents.activity_ended_at
        and cast(documents.activity_started_at as date) <= parameters.as_of
        and documents.activity_place is not null
        and documents.activity_place not like '%远程%'
        and coalesce(documents.document_status_code, '01') not in ('02', '04')
        and split_part(documents.officer_nos, ';', places.officer_place) <> ''
),

final as (
    select
        {{ hashed_id('K', ['firsts.officer_no', 'firsts.document_id', 'seconds.document_id']) }} as conflict_id,
        cases.case_id,
        firsts.document_id,
        seconds.document_id as other_document_id,
        firsts.unit_code,
        greatest(firsts.started_at, seconds.started_at) as started_at,
        firsts.recorded_at,
        firsts.source_table,
        firsts._source_file,
        firsts._source_row
    from activities as firsts
    inner join activities as seconds
        on
            firsts.officer_no = seconds.officer_no
            and cast(firsts.started_at as date) = cast(seconds.started_at as date)
            and firsts.document_id < seconds.document_id
            and firsts.started_at < seconds.ended_at
            and firsts.ended_at > seconds.started_at
            and firsts.place <> seconds.place
    left join {{ ref('int_case_components') }} as cases
        on {{ record_key('police', 'cases', 'firsts.case_no') }} = cases.record_key
)

select * from final
