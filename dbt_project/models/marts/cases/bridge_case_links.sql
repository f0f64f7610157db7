-- Grain: one link by which two live records of agencies' case systems are one case.
-- Nuance: links that a reviewer rejected, or that would have joined what must stay apart, join nothing and are
-- not here; what a reviewer accepted is, with the model's own evidence where it had any.
-- Belongs here: why records are one case, for everybody to read. Keep out: what is doubtful (rev_case_links).
with

accepted as (
    select left_key, right_key
    from {{ ref('int_link_decisions') }}
    where entity = 'case' and decision = 'accept'
),

weighed as (
    select
        found.left_key,
        found.right_key,
        found.link_method,
        found.link_probability,
        found.is_used,
        accepted.left_key is not null as is_accepted
    from {{ ref('int_case_links') }} as found
    left join accepted
        on
            least(found.left_key, found.right_key) = accepted.left_key
            and greatest(found.left_key, found.right_key) = accepted.right_key
),

links as (
    select
        left_key,
        right_key,
        case when is_accepted then 'reviewed' else link_method end as link_method,
        case when is_accepted then 1.0 else link_probability end as link_probability
    from weighed
    where is_used or is_accepted
    union all
    -- A reviewer may join what no rule found.
    select
        accepted.left_key,
        accepted.right_key,
        'reviewed',
        1.0
    from accepted
    left join weighed
        on
            accepted.left_key = least(weighed.left_key, weighed.right_key)
            and accepted.right_key = greatest(weighed.left_key, weighed.right_key)
    where weighed.left_key is null
),

joined as (
    select
        links.*,
        children.case_id
    from links
    inner join {{ ref('int_case_components') }} as parents on links.left_key = parents.record_key
    inner join {{ ref('int_case_components') }} as children on links.right_key = children.record_key
    where parents.case_id = children.case_id
),

evidence as (
    select
        found.left_key,
        found.right_key,
        {{ texts_in_order("found.evidence || ':' || found.level || '=' || found.weight_bits", 'found.evidence, found.level') }}
            as evidence,
        string_agg(weights.label_zh, '；' order by found.weight_bits desc, found.evidence, found.level)
        filter (where found.weight_bits > 0) as reason_zh,
        string_agg(weights.label_en, '; ' order by found.weight_bits desc, found.evidence, found.level)
        filter (where found.weight_bits > 0) as reason_en
    from {{ ref('int_case_link_evidence') }} as found
    inner join joined on found.left_key = joined.left_key and found.right_key = joined.right_key
    inner join {{ ref('case_link_weights') }} as weights
        on found.evidence = weights.evidence and found.level = weights.level
    group by found.left_key, found.right_key
),

-- The number by which a reader knows the record.
numbers as (
    select
        record_key,
        min(number_text) as case_no
    from {{ ref('int_case_numbers') }}
    where number_kind = 'case_no'
    group by record_key
)

select
    joined.case_id,
    parents.agency as parent_agency,
    parents.source_table as parent_table,
    parents.source_record_id as parent_record_id,
    parent_numbers.case_no as parent_case_no,
    parents._source_file as parent_source_file,
    cast(parents._source_row as bigint) as parent_source_row,
    children.agency as child_agency,
    children.source_table as child_table,
    children.source_record_id as child_record_id,
    child_numbers.case_no as child_case_no,
    children._source_file as child_source_file,
    cast(children._source_row as bigint) as child_source_row,
    joined.link_method,
    cast(joined.link_probability as double) as link_probability,
    evidence.evidence,
    evidence.reason_zh,
    evidence.reason_en,
    cast('{{ case_links_version() }}' as varchar) as link_version
from joined
inner join {{ ref('int_case_records') }} as parents on joined.left_key = parents.record_key
inner join {{ ref('int_case_records') }} as children on joined.right_key = children.record_key
left join numbers as parent_numbers on joined.left_key = parent_numbers.record_key
left join numbers as child_numbers on joined.right_key = child_numbers.record_key
left join evidence on joined.left_key = evidence.left_key and joined.right_key = evidence.right_key
