-- Grain: one pair of records that may be one case, for a person to decide.
with

links as (
    select *
    from {{ ref('int_case_links') }}
    where
        (is_used and link_probability < {{ var('review_below_probability') }})
        or (not is_used and place = 1 and link_probability >= {{ var('review_above_probability') }})
        or (
            not is_used and link_method <> 'people_and_days'
            and link_probability >= {{ var('review_above_probability') }}
        )
),

decisions as (
    select * from {{ ref('int_link_decisions') }}
    where entity = 'case'
),

evidence as (
    select
        left_key,
        right_key,
        {{ texts_in_order("evidence || ':' || level || '=' || weight_bits", 'evidence, level') }} as evidence
    from {{ ref('int_case_link_evidence') }}
    group by left_key, right_key
),

-- Sealed records (刑诉法 286) are nobody's to review.
sealed as (
    select case_id
    from {{ ref('dim_cases') }}
    where is_sealed
),

final as (
    select
        least(links.left_key, links.right_key) as record_a,
        greatest(links.left_key, links.right_key) as record_b,
        parents.agency as parent_agency,
        parents.source_table as parent_table,
        parents.source_record_id as parent_record_id,
        parents.case_id as parent_case_id,
        children.agency as child_agency,
        children.source_table as child_table,
        children.source_record_id as child_record_id,
        children.case_id as child_case_id,
        links.link_method,
        links.link_probability,
        cast(links.weight_bits as double) as weight_bits,
        links.is_used,
        case
            when links.is_used then 'barely_joined'
            when links.link_probability >= {{ var('case_link_threshold') }} then 'several_fit'
            else 'number_without_support'
        end as doubt,
        evidence.evidence,
        decisions.decision
    from links
    inner join {{ ref('int_case_components') }} as parents on links.left_key = parents.record_key
    inner join {{ ref('int_case_components') }} as children on links.right_key = children.record_key
    left join evidence
        on links.left_key = evidence.left_key and links.right_key = evidence.right_key
    left join decisions
        on
            least(links.left_key, links.right_key) = decisions.left_key
            and greatest(links.left_key, links.right_key) = decisions.right_key
    where
        parents.case_id not in (select case_id from sealed)
        and children.case_id not in (select case_id from sealed)
)

select * from final
