{#
  Linking only the persons whom something changed. Belongs here: when that is possible, and how rows of
  changed persons make way for new ones. Keep out: who changed (int_person_changes, int_person_compared,
  int_person_touched), linking.

  A build links everybody when no build before it came to an end (int_person_linked is missing then), when a
  relation is missing, with --full-refresh, and when the relations of persons, their settings, the model, the
  code that judges or the installation's key are no longer the same. int_person_linked goes before the first
  kept row changes and comes back when the last one has: a build that broke off is made good by a whole one.

  What a kept row depends on beyond its own persons must be looked at by one of the three relations named
  above, or stand in person_links_version.
#}

{# Relations that are kept from build to build, in the order in which they are made. #}
{% macro kept_person_relations() -%}
    {{ return([
        'int_person_features', 'int_person_common_names', 'int_person_blocks', 'int_person_crowded_blocks',
        'int_person_pairs', 'int_person_list_places', 'int_person_links', 'int_person_components',
    ]) }}
{%- endmacro %}


{# A relation of an earlier build, or none; not through ref, which would close a circle. #}
{% macro earlier_relation(name) -%}
    {{ return(adapter.get_relation(database=target.database, schema='intermediate', identifier=name)) }}
{%- endmacro %}


{# What makes other links of the same persons, in one text. #}
{% macro person_links_version() -%}
    {%- set levels = ref('int_person_model_levels') -%}
    {%- if not execute or graph is not defined -%}
        {{ return('') }}
    {%- endif -%}
    {%- set parts = [
        run_query('select max(code_version) from ' ~ levels).rows[0][0],
        widen_identity_no('a'), is_identity_no_valid('a', 'b'), cast_or_null('a', 'date'), hashed_id('', ['a', 'b']),
        only_value('a'), hash_of_hashes('a'), group_hash(['a', 'b']), is_weighed_by_name(),
        is_across_cases(), ties_of_records('a'), person_block_keys('a'),
    ] -%}
    {%- for name in [
        'same_case_bits', 'only_choice_bits', 'strict_person_bits', 'standard_person_bits', 'broad_person_bits',
        'weakest_person_bits', 'usual_bearers', 'placeholder_number_names', 'largest_person_block',
    ] -%}
        {%- do parts.append(name ~ var(name)) -%}
    {%- endfor -%}
    {%- for node in graph.nodes.values() | sort(attribute='unique_id') -%}
        {%- if node.resource_type == 'model' and 'linkage' in node.fqn and (
            node.name.startswith('int_person_') or node.name == 'int_name_sounds'
        ) -%}
            {%- do parts.append(node.name ~ node.checksum.checksum) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(local_md5(parts | join('|'))) }}
{%- endmacro %}


{# Asked once, by int_person_changes: can this build link changed persons only? #}
{% macro can_keep_person_links(version) -%}
    {%- if not execute or flags.FULL_REFRESH or not var('persons_by_change') -%}
        {{ return(false) }}
    {%- endif -%}
    {%- for name in kept_person_relations() + ['int_person_linked'] -%}
        {%- if earlier_relation(name) is none -%}
            {{ return(false) }}
        {%- endif -%}
    {%- endfor -%}
    {%- set rows = run_query('select links_version from ' ~ earlier_relation('int_person_linked')).rows -%}
    {{ return(rows | length == 1 and rows[0][0] == version) }}
{%- endmacro %}


{# Where everybody is linked anew, nothing is kept, not even the shape of the relations. #}
{% macro begin_person_links() -%}
    {%- set version = person_links_version() -%}
    {%- if execute and not can_keep_person_links(version) -%}
        {%- for name in kept_person_relations() -%}
            {%- set relation = earlier_relation(name) -%}
            {%- if relation is not none -%}
                {%- do adapter.drop_relation(relation) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
    select 1
{%- endmacro %}


{# From here on a build that breaks off leaves nothing on which the next one would rely. #}
{% macro person_links_are_underway() -%}
    {%- if execute and earlier_relation('int_person_linked') is not none -%}
    drop table if exists {{ earlier_relation('int_person_linked') }}
    {%- else -%}
    select 1
    {%- endif -%}
{%- endmacro %}


{# After int_person_changes: does this build keep links? #}
{% macro keeps_person_links() -%}
    {{ return(execute and earlier_relation('int_person_components') is not none) }}
{%- endmacro %}


{# Before new rows come in. `keys` are the columns that name persons, `persons` a query of those who go. #}
{% macro forget_persons(keys, persons) -%}
    {%- if is_incremental() -%}
    delete from {{ this }}
    where
        {%- for key in keys %}
        {{ key }} in ({{ persons }}) {{- ' or' if not loop.last }}
        {%- endfor %}
    {%- else -%}
    select 1
    {%- endif -%}
{%- endmacro %}


{# One number for what is found about one thing, each once, whatever the order; 0 where nothing is. #}
{% macro hash_of_hashes(hashes) -%}
    coalesce(bit_xor({{ hashes }}), 0)
{%- endmacro %}


{#
  What `links` tie to each record, each pair once and from both its sides. Records are named by a hash of their
  keys: it is all that the comparison with the build before asks for, and it is quick.
#}
{% macro ties_of_records(links) -%}
    select
        case when sides.is_left then pairs.left_hash else pairs.right_hash end as record_hash,
        case when sides.is_left then pairs.right_hash else pairs.left_hash end as tie_hash
    from (
        select {{ group_hash(['left_key']) }} as left_hash, {{ group_hash(['right_key']) }} as right_hash
        from {{ links }}
    ) as pairs
    cross join (values (true), (false)) as sides (is_left)
{%- endmacro %}


{# The pairs for which it matters how common a name is: the name agrees and the number does not tell. #}
{% macro is_weighed_by_name() -%}
    (gamma_identity_no < 3 and gamma_written_name >= 4)
{%- endmacro %}


{# Pairs that int_person_case_links does not speak of. #}
{% macro is_across_cases() -%}
    not (is_same_case and is_accused and not is_same_list)
{%- endmacro %}


{# Before pairs are weighed anew: those of touched persons … #}
{% macro forget_touched_pairs() -%}
    {{ return(forget_persons(['left_key', 'right_key'], 'select person_key from ' ~ ref('int_person_touched'))) }}
{%- endmacro %}


{# … and those that hang on a name; few pairs do, so few are looked up. #}
{% macro forget_weighed_pairs() -%}
    {%- set contexts = ref('int_person_pair_contexts') -%}
    {%- if is_incremental() -%}
    delete from {{ this }}
    where
        {{ is_weighed_by_name() }}
        and (left_key, right_key) in (select (contexts.left_key, contexts.right_key) from {{ contexts }} as contexts)
    {%- else -%}
    select 1
    {%- endif -%}
{%- endmacro %}

