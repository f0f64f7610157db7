{{ config(pre_hook="{{ ask_earlier_versions() }}", post_hook="{{ ask_live_versions() }}") }}

-- Grain: one span of days of delivery in which one document was known to be the same.
-- Nuance: as int_event_claim_versions, which runs before it (both ask for earlier versions). Of several
-- rows that hold the document the author's newest speaks. The journey over hand-offs is not part of it.
-- depends_on: {{ ref('int_event_claim_versions') }}
with

told as (
    select distinct
        * exclude (source_record_id, record_key, person_key),
        {{ without_version('source_record_id') }} as source_record_id,
        {{ version_number_of('source_record_id') }} as version_number,
        {{ without_version('record_key') }} as record_key,
        {{ without_version('person_key') }} as person_key
    from {{ ref('int_documents_told') }}
    where source_record_id like '%@%'
),

today as (
    select distinct agency, document_record_id, document_id
    from {{ ref('int_document_sources') }}
),

earlier as (
    select
        coalesce(today.document_id, {{ hashed_id('D', ['told.agency', 'told.document_record_id']) }}) as document_id,
        coalesce(
            components.case_id,
            case when told.record_key is not null then {{ hashed_id('C', ['told.record_key']) }} end
        ) as case_id,
        persons.person_id,
        told.* exclude (version_number),
        versions.told_from as known_from,
        versions.known_to
    from told
    inner join {{ source('ledger', 'record_versions') }} as versions
        on
            told.agency = versions.agency
            and told.source_table = versions.source_table
            and told.source_record_id = versions.record_key
            and told.version_number = versions.version_number
    left join today
        on told.agency = today.agency and told.document_record_id = today.document_record_id
    left join {{ ref('int_case_components') }} as components on told.record_key = components.record_key
    left join {{ ref('int_person_components') }} as persons on told.person_key = persons.person_key
),

current_rows as (
    select
        sources.*,
        versions.told_from as known_from,
        versions.known_to
    from {{ ref('int_document_sources') }} as sources
    inner join {{ source('ledger', 'record_versions') }} as versions
        on
            sources.agency = versions.agency
            and sources.source_table = versions.source_table
            and sources.source_record_id = versions.record_key
    where versions.is_current
),

known as (
    {%- for relation in ['earlier', 'current_rows'] %}
    select
        document_id, case_id, person_id, agency, document_type_code, document_no, issuing_unit_code,
        made_at, issued_at, served_at, document_status_code, replaces_document_record_id, recorded_at,
        source_table, source_record_id, _source_file, _source_row, known_from, known_to
    from {{ relation }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

told_again as (
    select document_id from known
    group by document_id
    having count(*) > 1
),

alone as (
    select * from known
    where document_id not in (select document_id from told_again)
),

several as (
    select * from known
    where document_id in (select document_id from told_again)
),

spans as (
    {{ known_spans('several', 'document_id') }}
),

valid as (
    select
        several.* exclude (known_from, known_to),
        spans.known_from,
        spans.known_to
    from several
    inner join spans
        on
            several.document_id = spans.document_id
            and several.known_from <= spans.known_from
            and (several.known_to is null or several.known_to > spans.known_from)
    qualify row_number() over (
        partition by several.document_id, spans.known_from
        order by several.recorded_at desc, several.source_table desc, several.source_record_id desc
    ) = 1
),

joined as (
    {{ joined_spans('valid', 'document_id', ['case_id', 'person_id', 'agency', 'document_type_code', 'document_no', 'issuing_unit_code', 'made_at', 'issued_at', 'served_at', 'document_status_code', 'replaces_document_record_id'], ['recorded_at', 'source_table', '_source_file', '_source_row']) }}
),

final as (
    {%- for relation in ['joined', 'alone'] %}
    select
        document_id, case_id, person_id, agency, document_type_code, document_no, issuing_unit_code,
        made_at, issued_at, served_at, document_status_code, replaces_document_record_id, recorded_at,
        source_table, _source_file, _source_row, known_from, known_to
    from {{ relation }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select * from final
