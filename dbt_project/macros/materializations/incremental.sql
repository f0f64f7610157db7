{#
  How new rows come to a relation that is kept: hooks take away what must go, the rows are made beside (they may
  ask what is kept) and inserted, all in one transaction. dbt's own way asks four times for columns in between;
  where a day brings few rows, that costs as much as the rows. Rows are inserted by the names of their columns: a
  relation that gets another shape must be dropped first (kept_links.sql, clock_batches.sql).
#}
{% materialization incremental, adapter='duckdb', supported_languages=['sql'] %}
    {%- set target_relation = this.incorporate(type='table') -%}
    {%- set new_rows = make_temp_relation(target_relation) -%}
    {%- set is_kept = is_incremental() -%}

    {{ run_hooks(pre_hooks, inside_transaction=False) }}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}
    {%- if is_kept %}
        {% call statement('new_rows') -%}
            {{ create_table_as(True, new_rows, compiled_code) }}
        {%- endcall %}
        {% call statement('main') -%}
            insert into {{ target_relation }} by name
            from {{ new_rows.include(database=false, schema=false) }};
            drop table {{ new_rows.include(database=false, schema=false) }}
        {%- endcall %}
    {%- else %}
        {{ make_way_for(target_relation) }}
        {% call statement('main') -%}
            {{ create_table_as(False, target_relation, compiled_code) }}
        {%- endcall %}
    {%- endif %}
    {{ run_hooks(post_hooks, inside_transaction=True) }}
    {{ adapter.commit() }}
    {{ run_hooks(post_hooks, inside_transaction=False) }}

    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}
