{#
  The one door from raw to staging: rows of the version in force, deleted records left out. (The history
  opens it for earlier versions, see history.sql.)

  agency, table: the contract's words. lists: the names of the nested lists that lead to the wanted
  rows. parent_seq: for a list within a list, the column of the outer list's item that numbers it;
  it comes back as _parent_seq. name, identity_no: columns of a written person, which come back folded
  as _name_folded and _identity_folded (once, because much is read from them). Adds _record_key and
  _version_at to the raw columns.
#}
{% macro live_rows(agency, table, lists=[], parent_seq=none, name=none, identity_no=none) -%}
    select
        raw_rows.*,
        {%- if parent_seq %}
        outer_items."{{ parent_seq }}" as _parent_seq,
        {%- endif %}
        {%- if name %}
        {{ normalize_name('raw_rows."' ~ name ~ '"') }} as _name_folded,
        {%- endif %}
        {%- if identity_no %}
        {{ fold_text('raw_rows."' ~ identity_no ~ '"') }} as _identity_folded,
        {%- endif %}
        versions.record_key as _record_key,
        versions.version_at as _version_at
    from {{ source('raw_' ~ agency, ([table] + lists) | join('__')) }} as raw_rows
    inner join {{ source('ledger', 'versions_in_force') }} as versions
        on
            raw_rows._delivery_id = versions._delivery_id
            and raw_rows._source_row = versions._source_row
    {%- if parent_seq %}
    inner join {{ source('raw_' ~ agency, ([table] + lists[:-1]) | join('__')) }} as outer_items
        on
            raw_rows._delivery_id = outer_items._delivery_id
            and raw_rows._source_row = outer_items._source_row
            and raw_rows._item_1 = outer_items._item_1
    {%- endif %}
    where
        versions.agency = '{{ agency }}'
        and versions.source_table = '{{ table }}'
{%- endmacro %}


{# When the agency's system clock stamped the version in force; the delivery day for snapshots. #}
{% macro version_time() -%}
    _version_at
{%- endmacro %}


{# The way back to the delivered file: the same columns end every staging relation. #}
{% macro source_columns(agency, table) -%}
    _version_at as updated_at,
        '{{ agency }}' as agency,
        '{{ table }}' as source_table,
        _record_key as source_record_id,
        _source_file,
        _source_row,
        _delivery_id
{%- endmacro %}
