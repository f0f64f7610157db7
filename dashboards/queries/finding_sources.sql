-- Grain: one delivered row behind one of the given findings.
select distinct
    sources.finding_id,
    sources.source_table,
    sources._source_file,
    sources._source_row
from bridge_finding_sources as sources
where sources.finding_id in (select unnest($finding_ids))
order by sources.finding_id, sources._source_file, sources._source_row
