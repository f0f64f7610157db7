{#
  What judged a link of cases, in one text: the relations of case linkage, their seeds and settings. Belongs here: the
  version that stands beside the links of cases. Keep out: that of persons, which also decides what is kept
  (person_links_version).
#}
{% macro case_links_version() -%}
    {%- if not execute or graph is not defined -%}
        {{ return('') }}
    {%- endif -%}
    {%- set parts = [var('case_link_threshold'), var('case_link_margin_bits')] -%}
    {%- for node in graph.nodes.values() | sort(attribute='unique_id') -%}
        {%- if (node.resource_type == 'model' and 'linkage' in node.fqn and node.name.startswith('int_case_'))
            or (node.resource_type == 'seed' and node.name.startswith('case_link_')) -%}
            {%- do parts.append(node.name ~ node.checksum.checksum) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(local_md5(parts | join('|'))) }}
{%- endmacro %}
