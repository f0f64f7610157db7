{{ config(pre_hook="{{ ask_earlier_versions() }}", post_hook="{{ ask_live_versions() }}") }}

-- Grain: one span of days of delivery in which one delivered row told the same of one event.
-- Nuance: what the version in force tells is what is told today (int_event_sources); the relations that
-- tell of events are asked what earlier versions told (macros/history.sql). The event, case and person
-- are those of today; what is told no more keeps the id of its telling, and a case of which no record is
-- left takes an id from that record.
-- Belongs here: what each source told and from when to when. Keep out: which source speaks.
-- depends_on: {{ ref('int_offence_versions') }}
with

told as (
    select
        * exclude (source_record_id, record_key, person_key),
        {{ without_version('source_record_id') }} as source_record_id,
        {{ version_number_of('source_record_id') }} as version_number,
        {{ without_version('record_key') }} as record_key,
        {{ without_version('person_key') }} as person_key,
        {{ group_hash(['event_type', 'agency', 'source_table', 'source_record_id', 'person_key', 'event_number']) }} as telling_hash
    from {{ ref('int_events_told') }}
    where source_record_id like '%@%'
),

-- A version may tell of one kind of event more than once, or the very same twice.
told_again as (
    select telling_hash from told
    group by telling_hash
    having count(*) > 1
),

numbered as (
    select
        *,
        row_number() over (
            partition by
                event_type, agency, source_table, source_record_id, person_key, event_number,
                version_number
            order by occurred_at, _source_file, _source_row
        ) as telling
    from (
        select distinct told.*
        from told
        inner join told_again on told.telling_hash = told_again.telling_hash
    ) as differing
    union all
    select
        told.*,
        1 as telling
    from told
    left join told_again on told.telling_hash = told_again.telling_hash
    where told_again.telling_hash is null
),

changing as (
    select
        {{ hashed_id('E', ['told.event_type', 'told.agency', 'told.source_table', 'told.source_record_id', 'told.person_key', 'told.event_number', 'case when told.telling > 1 then told.telling end']) }} as claim_id,
        told.* exclude (telling, version_number, telling_hash),
        versions.told_from as known_from,
        versions.known_to
    from numbered as told
    inner join {{ source('ledger', 'record_versions') }} as versions
        on
            told.agency = versions.agency
            and told.source_table = versions.source_table
            and told.source_record_id = versions.record_key
            and told.version_number = versions.version_number
),

-- The version in force, in the same shape.
current_claims as (
    select
        claims.claim_id, claims.case_id, claims.record_key, claims.person_key, claims.agency,
        claims.source_table, claims.source_record_id, claims.event_type, claims.unit_code,
        claims.occurred_at, claims.recorded_at, claims.attributes, claims.is_system_clock,
        claims._source_file, claims._source_row, versions.told_from as known_from, versions.known_to
    from {{ ref('int_event_claims') }} as claims
    inner join {{ source('ledger', 'record_versions') }} as versions
        on
            claims.agency = versions.agency
            and claims.source_table = versions.source_table
            and claims.source_record_id = versions.record_key
    where versions.is_current and (versions.telling_number > 1 or claims.case_id is null)
),

versions as (
    select
        claim_id, case_id, record_key, person_key, agency, source_table, source_record_id, event_type,
        unit_code, occurred_at, recorded_at, attributes, is_system_clock, _source_file, _source_row,
        known_from, known_to
    from changing
    union all
    select * from current_claims
),

-- Rows whose record belongs to no case any more; few, and asked of two columns.
homeless as (
    select versions.record_key
    from versions
    left join {{ ref('int_case_components') }} as components on versions.record_key = components.record_key
    where versions.case_id is null and components.case_id is null
),

spans as (
    {{ joined_spans('versions', 'claim_id', ['event_type', 'agency', 'unit_code', 'occurred_at', 'attributes'], ['case_id', 'record_key', 'person_key', 'source_table', 'source_record_id', 'recorded_at', 'is_system_clock', '_source_file', '_source_row']) }}
),

placed as (
    select
        coalesce(sources.event_id, spans.claim_id) as event_id,
        coalesce(sources.case_id, spans.case_id, components.case_id) as case_id,
        coalesce(sources.person_id, persons.person_id) as person_id,
        spans.* exclude (case_id, person_key, is_system_clock),
        {{ event_table_rank('spans.agency', 'spans.source_table') }} as table_rank,
        coalesce(rules.is_platform_timed, false) and spans.is_system_clock as is_preferred_time
    from spans
    left join {{ ref('int_event_sources') }} as sources on spans.claim_id = sources.claim_id
    left join {{ ref('int_case_components') }} as components on spans.record_key = components.record_key
    left join {{ ref('int_person_components') }} as persons on spans.person_key = persons.person_key
    left join {{ ref('event_identity_rules') }} as rules on spans.event_type = rules.event_type
),

unchanged as (
    select
        sources.*,
        versions.told_from as known_from
    from {{ ref('int_event_sources') }} as sources
    inner join {{ source('ledger', 'record_versions') }} as versions
        on
            sources.agency = versions.agency
            and sources.source_table = versions.source_table
            and sources.source_record_id = versions.record_key
    where versions.is_current and versions.telling_number = 1
),

-- Told by a row whose case was taken back since: known as long as that case was.
homes as (
    select
        agency,
        source_table,
        record_key,
        known_from,
        known_to
    from {{ source('ledger', 'record_versions') }}
    where
        has_content
        and known_from is distinct from known_to
        and record_key in (
            select {{ regex_replace('record_key', '^.*:', none, none) }} from homeless
        )
),

known as (
    select
        placed.* exclude (case_id, known_from, known_to),
        coalesce(placed.case_id, {{ hashed_id('C', ['placed.record_key']) }}) as case_id,
        coalesce(greatest(placed.known_from, homes.known_from), placed.known_from) as known_from,
        case
            when homes.known_from is null or placed.known_to < homes.known_to then placed.known_to
            else homes.known_to
        end as known_to
    from placed
    left join homes
        on
            case when placed.case_id is null then {{ regex_replace('placed.record_key', '^.*:', none, none) }} end
            = homes.record_key
            and placed.record_key like '%:' || homes.agency || '.' || homes.source_table || ':%'
            and homes.known_from < coalesce(placed.known_to, date '9999-12-31')
            and placed.known_from < coalesce(homes.known_to, date '9999-12-31')
    where placed.case_id is not null or homes.record_key is not null
),

final as (
    {%- for relation in ['known', 'unchanged'] %}
    select
        event_id, claim_id, case_id, person_id, event_type, agency, unit_code, occurred_at, attributes,
        record_key, source_table, source_record_id, recorded_at, table_rank, is_preferred_time,
        _source_file, _source_row, known_from,
        {{ 'cast(null as date)' if relation == 'unchanged' else 'known_to' }} as known_to
    from {{ relation }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select * from final
