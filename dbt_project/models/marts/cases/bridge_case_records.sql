-- Grain: one live record of an agency's case system.
select
    agency,
    source_table,
    source_record_id,
    case_id,
    link_method,
    cast(link_probability as double) as link_probability,
    cast('{{ case_links_version() }}' as varchar) as link_version
from {{ ref('int_case_components') }}
