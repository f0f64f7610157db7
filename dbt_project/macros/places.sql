{#
  Which township a police record names. Belongs here: addresses and names of stations. Keep out: positions.
#}

{#
  One row per record with a township: the one named in the address, else the one in the name of the handling
  station; the longest name that fits wins. relation: a CTE with key, region_code, unit_code,
  offence_address, unit_full_name.
#}
{% macro townships_named(relation, key) -%}
    select {{ key }}, township_code, place_rank
    from (
        select
            records.{{ key }},
            townships.township_code,
            case
                when records.offence_address like '%' || townships.name || '%' then 1
                when records.offence_address like '%' || townships.short_name || '%' then 2
                else 3
            end as place_rank,
            length(townships.name) as name_length
        from {{ relation }} as records
        inner join (
            select
                township_code,
                region_code,
                name,
                replace(replace(replace(name, '街道', ''), '镇', ''), '乡', '') as short_name
            from {{ ref('townships') }}
        ) as townships
            on
                coalesce(records.region_code, substr(records.unit_code, 1, 6)) = townships.region_code
                and length(townships.short_name) >= 2
                and (
                    records.offence_address like '%' || townships.short_name || '%'
                    or records.unit_full_name like '%' || townships.short_name || '派出所%'
                )
    ) as candidates
    qualify row_number() over (
        partition by {{ key }} order by place_rank, name_length desc, township_code
    ) = 1
{%- endmacro %}


{# NULL outside the box around the city: a swapped or zero coordinate is no place. #}
{% macro known_longitude(column) -%}
    case when {{ column }} between 119.8 and 121.5 then {{ column }} end
{%- endmacro %}

{% macro known_latitude(column) -%}
    case when {{ column }} between 30.7 and 32.15 then {{ column }} end
{%- endmacro %}


{#
  Metres east and north of a point within the city, for distances of up to some kilometres. The middle parallel
  (31.4° N) stands for all: within the city a metre is wrong by less than one in a hundred.
#}
{% macro metres_east(longitude) -%}
    (({{ longitude }}) - 120.6) * 95098.0
{%- endmacro %}

{% macro metres_north(latitude) -%}
    (({{ latitude }}) - 31.4) * 110880.0
{%- endmacro %}

{% macro longitude_of(metres) -%}
    120.6 + ({{ metres }}) / 95098.0
{%- endmacro %}

{% macro latitude_of(metres) -%}
    31.4 + ({{ metres }}) / 110880.0
{%- endmacro %}
