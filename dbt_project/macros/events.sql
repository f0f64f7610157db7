{#
  Making events. Belongs here: the one shape of an event row and its attributes. Keep out: which
  columns of an agency are which event (models/intermediate/events).
#}

{# A JSON object of the pairs whose value is not NULL, keys sorted. #}
{% macro json_attributes(pairs) -%}
    {{ return(adapter.dispatch('json_attributes')(pairs)) }}
{%- endmacro %}

{% macro default__json_attributes(pairs) -%}
    cast(json_merge_patch('{}', json_object(
        {%- for name, value in pairs | dictsort -%}
        '{{ name }}', {{ value }}{{ ', ' if not loop.last }}
        {%- endfor -%}
    )) as varchar)
{%- endmacro %}


{#
  One kind of event out of one relation. relation: a CTE name; at: its time; record, person: SQL of the
  record key and the person key (none: concerns the case); unit: SQL of the unit; attributes: pairs;
  number: SQL that tells apart events of one kind in one record; condition: which rows.
#}
{% macro event_rows(relation, event_type, at, record, person=none, unit='cast(null as varchar)', attributes={}, number='0', condition=none) -%}
    select
        agency,
        source_table,
        source_record_id,
        {{ record }} as record_key,
        {{ person or 'cast(null as varchar)' }} as person_key,
        '{{ event_type }}' as event_type,
        {{ unit }} as unit_code,
        cast({{ at }} as timestamp) as occurred_at,
        recorded_at,
        {{ json_attributes(attributes) if attributes else "'{}'" }} as attributes,
        cast({{ number }} as integer) as event_number,
        _source_file,
        _source_row
    from {{ relation }}
    where {{ at }} is not null{% if condition %} and {{ condition }}{% endif %}
{%- endmacro %}


{# Which table speaks for an event that several tell of: the author of the document first, the platform last. #}
{% macro event_table_rank(agency, source_table) -%}
    case
            when {{ agency }} = 'police' and {{ source_table }} = 'documents' then 1
            when {{ agency }} = 'police' then 2
            when {{ agency }} = 'procuratorate' then 3
            when {{ agency }} = 'court' then 4
            when {{ agency }} = 'justice' then 5
            when {{ agency }} = 'platform' then 9
            else 6
        end
{%- endmacro %}


{#
  The event that its sources make, one row per id. sources: a CTE of int_event_sources or of its
  versions; id: the columns that identify what is merged (event_id; with versions the span too).
#}
{% macro merged_events(sources, id) -%}
    {%- set key = id | join(', ') %}
    {%- set speaking = "table_rank, claim_id <> event_id, occurred_at, recorded_at, source_record_id, claim_id" -%}
    select
            speakers.* exclude (occurred_at, is_date_only, source_place, time_place),
            case
                when speakers.is_date_only_told then coalesce(speakers.hour_known_at, speakers.told_at)
                else speakers.told_at
            end as occurred_at
        from (
            select
                ranked.*,
                count(*) over spread as source_count,
                min(case when time_place = 1 then agency end) over spread as dated_by_agency,
                min(case when time_place = 1 then claim_id end) over spread as dated_by_claim_id,
                min(case when time_place = 1 then occurred_at end) over spread as told_at,
                bool_and(is_date_only or time_place <> 1) over spread as is_date_only_told,
                min(case when not is_date_only then occurred_at end) over (
                    partition by {{ key }}, cast(occurred_at as date)
                ) as hour_known_at
            from (
                select
                    *,
                    occurred_at = cast(cast(occurred_at as date) as timestamp) as is_date_only,
                    row_number() over (partition by {{ key }} order by {{ speaking }}) as source_place,
                    row_number() over (
                        partition by {{ key }} order by not is_preferred_time, {{ speaking }}
                    ) as time_place
                from {{ sources }}
            ) as ranked
            window spread as (partition by {{ key }})
        ) as speakers
        where source_place = 1
{%- endmacro %}


{# A stable id from the parts that make a thing what it is. #}
{% macro hashed_id(prefix, parts) -%}
    '{{ prefix }}' || left(md5(
        {%- for part in parts -%}
        coalesce(cast({{ part }} as varchar), ''){{ " || '|' || " if not loop.last }}
        {%- endfor -%}
    ), 20)
{%- endmacro %}


{#
  One number for the values of some columns, to find quickly which rows can have others of their kind.
  Two different groups may share it: whoever relies on equality compares the columns again.
#}
{% macro group_hash(columns) -%}
    {{ return(adapter.dispatch('group_hash')(columns)) }}
{%- endmacro %}

{% macro default__group_hash(columns) -%}
    hash({{ columns | join(', ') }})
{%- endmacro %}

{% macro spark__group_hash(columns) -%}
    xxhash64({{ columns | join(', ') }})
{%- endmacro %}


{# The text of one key of a JSON object, NULL when the key is absent. #}
{% macro json_text(json, key) -%}
    {{ return(adapter.dispatch('json_text')(json, key)) }}
{%- endmacro %}

{% macro default__json_text(json, key) -%}
    json_extract_string({{ json }}, '$.{{ key }}')
{%- endmacro %}


{# Of a group of events the unit that an agency's latest one names; NULL when none does. #}
{% macro latest_unit(agency) -%}
    substr(max(case
            when agency = '{{ agency }}' and unit_code is not null
                then left(cast(occurred_at as varchar), 19) || unit_code
        end), 20)
{%- endmacro %}
