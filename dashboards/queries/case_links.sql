-- Grain: one link by which two records are this case; a record is named by the number its agency uses.
select
    links.parent_agency,
    links.parent_case_no,
    links.parent_table,
    links.parent_source_file,
    links.parent_source_row,
    links.child_agency,
    links.child_case_no,
    links.child_table,
    links.child_source_file,
    links.child_source_row,
    links.link_method,
    links.link_probability,
    links.reason_zh,
    links.reason_en
from bridge_case_links as links
where links.case_id = $case_id
order by links.parent_table, links.parent_record_id, links.child_table, links.child_record_id
