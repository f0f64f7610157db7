-- Grain: how many pairs in review have one value of one filter; decided ones are counted apart.
with

pairs as (
    select 'case' as entity, record_a, record_b, doubt, parent_agency as agency_a, child_agency as agency_b, decision
    from rev_case_links
    union all
    select 'person', record_a, record_b, doubt, agency_a, agency_b, decision
    from rev_person_links
),

marked as (
    select
        *,
        decision is not null
        or entity || '|' || record_a || '|' || record_b in (select unnest($decided)) as is_decided
    from pairs
),

counted as (
    select 'entity' as filter, entity as code, is_decided from marked
    union all
    select 'doubt', doubt, is_decided from marked
    union all
    select 'agency', agency_a, is_decided from marked
    union all
    select 'agency', agency_b, is_decided from marked
    where agency_b <> agency_a
)

select
    counted.filter,
    counted.code,
    count(*) filter (where not counted.is_decided) as open_count,
    count(*) filter (where counted.is_decided) as decided_count
from counted
left join dim_agencies as agencies on counted.filter = 'agency' and counted.code = agencies.agency
group by counted.filter, counted.code
order by counted.filter, min(agencies.sort_order), counted.code
