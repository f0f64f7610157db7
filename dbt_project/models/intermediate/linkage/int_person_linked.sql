-- Grain: one row, when the kept relations of person linkage are those of one build that came to its end.
-- Nuance: it goes before the first of them changes (int_person_changes).
-- Belongs here: what the next build must find to keep links. Keep out: links.
-- depends_on: {{ ref('int_person_components') }}
{{ config(materialized='table') }}
select cast('{{ person_links_version() }}' as varchar) as links_version
