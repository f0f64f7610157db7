-- Grain: one pair of records in review, cases and persons in one shape; `total_count` is that of the list.
-- A filter that is NULL is not set. `decided` holds entity|record_a|record_b of every pair about which
-- somebody has spoken since, whether or not a build knows it yet.
with

pairs as (
    select
        'case' as entity,
        pair_id,
        record_a,
        record_b,
        parent_agency as agency_a,
        parent_kind as kind_a,
        parent_case_no as name_a,
        parent_opened_date as opened_a,
        parent_unit_code as unit_a,
        parent_charge_code as charge_a,
        parent_case_id as case_a,
        parent_table as table_a,
        parent_source_file as file_a,
        parent_source_row as row_a,
        child_agency as agency_b,
        child_kind as kind_b,
        child_case_no as name_b,
        child_opened_date as opened_b,
        child_unit_code as unit_b,
        child_charge_code as charge_b,
        child_case_id as case_b,
        child_table as table_b,
        child_source_file as file_b,
        child_source_row as row_b,
        doubt,
        link_probability,
        weight_bits,
        is_joined,
        decision
    from rev_case_links
    union all
    select
        'person',
        pair_id,
        record_a,
        record_b,
        agency_a,
        person_role_a,
        masked_name_a,
        null,
        null,
        null,
        case_id_a,
        source_table_a,
        source_file_a,
        source_row_a,
        agency_b,
        person_role_b,
        masked_name_b,
        null,
        null,
        null,
        case_id_b,
        source_table_b,
        source_file_b,
        source_row_b,
        doubt,
        link_probability,
        weight_bits,
        is_joined,
        decision
    from rev_person_links
),

marked as (
    select
        *,
        decision is not null
        or entity || '|' || record_a || '|' || record_b in (select unnest($decided)) as is_decided
    from pairs
)

select
    marked.*,
    cases_a.case_title as title_a,
    cases_b.case_title as title_b,
    count(*) over () as total_count
from marked
left join dim_cases as cases_a on marked.case_a = cases_a.case_id
left join dim_cases as cases_b on marked.case_b = cases_b.case_id
where
    ($pair_id is null or marked.pair_id = $pair_id)
    and ($entity is null or marked.entity = $entity)
    and ($doubt is null or marked.doubt = $doubt)
    and ($agency is null or $agency in (marked.agency_a, marked.agency_b))
    and ($is_decided is null or marked.is_decided = $is_decided)
order by
    marked.entity,
    marked.is_joined,
    -- What is joined least surely, and what is left apart although most speaks for it, comes first.
    case when marked.is_joined then marked.weight_bits else -marked.weight_bits end,
    marked.pair_id
limit $row_limit offset $row_offset
