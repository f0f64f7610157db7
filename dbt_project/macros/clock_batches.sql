{#
  Counting only what changed. Belongs here: when that is possible, and how rows of changed cases make way
  for new ones. Keep out: what changed (int_clock_cases), counting.

  Where the variable clocks_by_change asks for it, a run counts the cases whose events changed since the run
  that int_clock_counted tells of. It counts everything when there was no such run, when a relation is missing, with --full-refresh, and when rules or the engine itself
  are no longer the same.

  What a clock depends on beyond the events of its own case must be looked at by int_clock_cases or stand in
  clock_engine_version: an engine that asks "is there anywhere …?" of the events of this run alone counts
  something else than one that sees them all.
#}

{# Relations that are kept from run to run. #}
{% macro kept_clock_relations() -%}
    {{ return([
        'int_clock_counted', 'int_clock_counted_rules', 'int_clock_counts', 'int_clock_changes', 'int_clocks',
    ]) }}
{%- endmacro %}


{# A relation of an earlier run, or none; not through ref, which would close a circle. #}
{% macro earlier_clock_relation(name) -%}
    {{ return(adapter.get_relation(database=target.database, schema='intermediate', identifier=name)) }}
{%- endmacro %}


{# Rules, engine and arithmetic in one text: other clocks come out only when it changes. #}
{% macro clock_engine_version() -%}
    {%- if not execute or graph is not defined or graph.nodes is not defined -%}
        {{ return('') }}
    {%- endif -%}
    {%- set parts = [
        term_end('a', 'b', 'c', 'd'), hours_end('a', 'b', 'c'), clock_days_past('a', 'b', 'c', 'd'),
        clock_days_to_go('a', 'b', 'c', 'd'), clock_open_status('a', 'b'), clock_condition_holds(1),
        clock_total('a', 'b', 'c', 'months'), clock_total('a', 'b', 'c', 'days'), is_duty('a'),
        length_zh('a', 'b', 'c', 'd'), length_en('a', 'b', 'c', 'd'), moment_text('a', 'b'), first_row('a', 'b', ['c']),
        clock_word('a', 'b'), cast_or_null('a', 'date'), in_list('a', 'b'), end_of_day('a'), is_weekend('a'),
        hashed_id('K', ['a', 'b']), joined_text('a', 'b', 'c'), json_value('a'), json_plain('a'),
    ] -%}
    {%- for node in graph.nodes.values() | sort(attribute='unique_id') -%}
        {%- set is_engine = node.resource_type == 'model' and 'clocks' in node.fqn -%}
        {%- set is_rule = node.resource_type == 'seed' and ('law' in node.fqn or node.name in ['calendar', 'event_types', 'agency_cadences']) -%}
        {%- if is_engine or is_rule -%}
            {%- do parts.append(node.name ~ node.checksum.checksum) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(local_md5(parts | join('|'))) }}
{%- endmacro %}


{# Can this run count changed cases only? #}
{% macro counts_changed_cases() -%}
    {%- if not execute or flags.FULL_REFRESH or not var('clocks_by_change') -%}
        {{ return(false) }}
    {%- endif -%}
    {%- for name in kept_clock_relations() -%}
        {%- if earlier_clock_relation(name) is none -%}
            {{ return(false) }}
        {%- endif -%}
    {%- endfor -%}
    {%- set rows = run_query(
        'select engine_version from ' ~ earlier_clock_relation('int_clock_counts')
    ).rows -%}
    {{ return(rows | length > 0 and rows[0][0] == clock_engine_version()) }}
{%- endmacro %}


{#
  What is about to be counted is not counted until the run has ended: whatever a run that broke off left
  behind is made anew by the next one, even where the events are by then again what they were before.
#}
{% macro mark_cases_as_pending() -%}
    {%- if execute and counts_changed_cases() -%}
    delete from {{ earlier_clock_relation('int_clock_counted') }}
    where case_id in (select case_id from {{ this }});
    insert into {{ earlier_clock_relation('int_clock_counted') }} (case_id, fingerprint)
    select
        case_id,
        null
    from {{ this }}
    {%- else -%}
    select 1
    {%- endif -%}
{%- endmacro %}


{# Before new rows come in: without this, a clock that is gone would stay. #}
{% macro forget_changed_cases() -%}
    {#- Asked for before any condition: dbt learns of the dependency when it parses. -#}
    {%- set cases = ref('int_clock_cases') -%}
    {%- if is_incremental() -%}
    delete from {{ this }}
    where case_id in (select case_id from {{ cases }})
    {%- else -%}
    select 1
    {%- endif -%}
{%- endmacro %}


{# Where everything is counted anew, nothing is kept, not even the shape of the relations. #}
{% macro drop_kept_clocks() -%}
    {%- if execute and not counts_changed_cases() -%}
        {%- for name in kept_clock_relations() -%}
            {%- set relation = earlier_clock_relation(name) -%}
            {%- if relation is not none -%}
                {%- do adapter.drop_relation(relation) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
    select 1
{%- endmacro %}


{# One number for a set of rows, whatever their order. #}
{% macro rows_fingerprint(columns) -%}
    {{ return(adapter.dispatch('rows_fingerprint')(columns)) }}
{%- endmacro %}

{% macro default__rows_fingerprint(columns) -%}
    {{ return("sum(hash(" ~ columns | join(', ') ~ "))") }}
{%- endmacro %}


{# The events that this run counts by. #}
{% macro clock_events() -%}
    {%- set all_events = ref('int_clock_events') -%}
    {%- set changed_events = ref('int_clock_inputs') -%}
    {{ return(changed_events if counts_changed_cases() else all_events) }}
{%- endmacro %}


{# Does a row belong to a case that this run counts? #}
{% macro is_of_counted_case(case_id) -%}
    {%- set cases = ref('int_clock_cases') -%}
    {%- if counts_changed_cases() -%}
    {{ case_id }} in (select counted_cases.case_id from {{ cases }} as counted_cases)
    {%- else -%}
    true
    {%- endif -%}
{%- endmacro %}
