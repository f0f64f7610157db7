{#
  What was known on which day. Belongs here: asking the relations of today what earlier versions of a
  record told, and spans of knowledge. Keep out: which days a version was in force (pipelines/intake).

  A relation that asks for earlier versions points `ledger.versions_in_force` at `ledger.earlier_versions` in
  a pre-hook and back in a post-hook. Both run in the transaction of the relation: others that are built
  beside it never see the change, and a failure leaves everything as it was. What it reads must be
  views down to staging. Two such relations must not run at once: the later one refers to the earlier. The one that
  needs least comes first, since others wait for what it gives.
#}

{% macro ask_earlier_versions() -%}
    create or replace view {{ source('ledger', 'versions_in_force') }} as
    select * from {{ source('ledger', 'earlier_versions') }}
{%- endmacro %}

{% macro ask_live_versions() -%}
    create or replace view {{ source('ledger', 'versions_in_force') }} as
    select * from {{ source('ledger', 'live_versions') }}
{%- endmacro %}


{# The key without the version: A1@3 and 1:202401:police.cases:A1@3#2 lose their @3. #}
{% macro without_version(key) -%}
    {{ regex_replace(key, '@[0-9]+', none, none) }}
{%- endmacro %}

{% macro version_number_of(key) -%}
    cast(split_part({{ key }}, '@', 2) as integer)
{%- endmacro %}


{#
  Spans of one thing (id) between two days on which something about it became known or was given up.
  relation: a CTE with the id, known_from (inclusive) and known_to (exclusive, NULL = still known).
#}
{% macro known_spans(relation, id) -%}
    select
            {{ id }},
            known_on as known_from,
            lead(known_on) over (partition by {{ id }} order by known_on) as known_to
        from (
            select {{ id }}, known_from as known_on
            from {{ relation }}
            union
            select {{ id }}, known_to
            from {{ relation }}
            where known_to is not null
        ) as days
{%- endmacro %}


{#
  Neighbouring spans that say the same become one; most things have one span only and pass as they are.
  relation: a CTE with at most one row per id and known_from; id: what is followed; said: the
  columns that make a difference; others: columns of which the last known value is kept.
  What is said is compared as one number of 64 bits: windows over all columns cost three times as much,
  and that two neighbours of a million differ unseen is less likely than one in 10^13. The columns
  themselves come from the last row of each stretch.
#}
{% macro joined_spans(relation, id, said, others=[]) -%}
    {%- set known = [id] + said + others -%}
    select
            {%- for column in known %}
            told.{{ column }},
            {%- endfor %}
            told.known_from,
            told.known_to
        from {{ relation }} as told
        inner join (
            select {{ id }} from {{ relation }}
            group by {{ id }}
            having count(*) = 1
        ) as alone on told.{{ id }} = alone.{{ id }}
        union all
        select
            {%- for column in known %}
            told.{{ column }},
            {%- endfor %}
            stretches.known_from,
            stretches.known_to
        from {{ relation }} as told
        inner join (
            select
                {{ id }},
                min(known_from) as known_from,
                max(known_from) as last_known_from,
                case when count(*) = count(known_to) then max(known_to) end as known_to
            from (
                select
                    told.*,
                    sum(case when told.is_same then 0 else 1 end) over (
                        partition by told.{{ id }} order by told.known_from rows unbounded preceding
                    ) as stretch
                from (
                    select
                        hashed.*,
                        coalesce(
                            lag(hashed.said_hash) over spans_of_one = hashed.said_hash
                            and lag(hashed.known_to) over spans_of_one = hashed.known_from,
                            false
                        ) as is_same
                    from (
                        select
                            {{ id }},
                            known_from,
                            known_to,
                            {{ group_hash(said) }} as said_hash
                        from {{ relation }}
                        where {{ id }} in (
                            select {{ id }} from {{ relation }}
                            group by {{ id }}
                            having count(*) > 1
                        )
                    ) as hashed
                    window spans_of_one as (partition by hashed.{{ id }} order by hashed.known_from)
                ) as told
            ) as stretched
            group by {{ id }}, stretch
        ) as stretches
            on told.{{ id }} = stretches.{{ id }} and told.known_from = stretches.last_known_from
{%- endmacro %}
