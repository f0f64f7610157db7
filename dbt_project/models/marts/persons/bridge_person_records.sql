-- Grain: one person as written by one agency, every role, victims too.
select
    records.agency,
    records.source_table,
    records.source_record_id,
    records.source_person_no,
    components.person_id,
    components.link_method,
    cast(components.link_probability as double) as link_probability,
    (select max(linked.links_version) from {{ ref('int_person_linked') }} as linked) as link_version,
    cases.case_id,
    records._source_file,
    records._source_row
from {{ ref('int_person_records') }} as records
inner join {{ ref('int_person_components') }} as components
    on records.person_key = components.person_key
left join {{ ref('int_case_components') }} as cases
    on records.record_key = cases.record_key
