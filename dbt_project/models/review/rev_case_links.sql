-- Grain: one pair of records that may be one case, for a person to decide.
-- Nuance: doubtful is what was barely joined, and what was left apart although much speaks for it; of
-- several such pairs between the same two cases the strongest stands for all. A pair about which
-- somebody decided stays, so that the decision can be seen and taken back.
with

decisions as (
    select * from {{ ref('int_link_decisions') }}
    where entity = 'case'
),

links as (
    select
        found.*,
        parents.case_id as parent_case_id,
        children.case_id as child_case_id,
        parents.case_id = children.case_id as is_joined,
        decisions.decision,
        coalesce(
            (found.is_used and found.link_probability < {{ var('review_below_probability') }})
            or (
                parents.case_id <> children.case_id
                and found.link_probability >= {{ var('review_above_probability') }}
                and (found.place = 1 or found.link_method <> 'people_and_days')
            ),
            false
        ) as is_doubtful
    from {{ ref('int_case_links') }} as found
    inner join {{ ref('int_case_components') }} as parents on found.left_key = parents.record_key
    inner join {{ ref('int_case_components') }} as children on found.right_key = children.record_key
    left join decisions
        on
            least(found.left_key, found.right_key) = decisions.left_key
            and greatest(found.left_key, found.right_key) = decisions.right_key
),

listed as (
    select *
    from links
    where is_doubtful or decision is not null
    qualify
        decision is not null
        or is_joined
        or row_number() over (
            partition by
                least(parent_case_id, child_case_id), greatest(parent_case_id, child_case_id)
            order by decision is not null desc, weight_bits desc, left_key asc, right_key asc
        ) = 1
),

evidence as (
    select
        found.left_key,
        found.right_key,
        {{ texts_in_order("found.evidence || ':' || found.level || '=' || found.weight_bits", 'found.evidence, found.level') }}
            as evidence
    from {{ ref('int_case_link_evidence') }} as found
    inner join listed on found.left_key = listed.left_key and found.right_key = listed.right_key
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
),

-- Sealed records (刑诉法 286) are nobody's to review.
sealed as (
    select case_id
    from {{ ref('dim_cases') }}
    where is_sealed
),

final as (
    select
        {{ hashed_id('R', [
            "'case'", 'least(listed.left_key, listed.right_key)', 'greatest(listed.left_key, listed.right_key)'
        ]) }} as pair_id,
        least(listed.left_key, listed.right_key) as record_a,
        greatest(listed.left_key, listed.right_key) as record_b,
        parents.agency as parent_agency,
        parents.source_table as parent_table,
        parents.source_record_id as parent_record_id,
        parents.record_kind as parent_kind,
        parent_numbers.case_no as parent_case_no,
        parents.opened_date as parent_opened_date,
        parents.unit_code as parent_unit_code,
        parents.charge_code as parent_charge_code,
        parents._source_file as parent_source_file,
        cast(parents._source_row as bigint) as parent_source_row,
        listed.parent_case_id,
        children.agency as child_agency,
        children.source_table as child_table,
        children.source_record_id as child_record_id,
        children.record_kind as child_kind,
        child_numbers.case_no as child_case_no,
        children.opened_date as child_opened_date,
        children.unit_code as child_unit_code,
        children.charge_code as child_charge_code,
        children._source_file as child_source_file,
        cast(children._source_row as bigint) as child_source_row,
        listed.child_case_id,
        listed.link_method,
        listed.link_probability,
        cast(listed.weight_bits as double) as weight_bits,
        listed.is_joined,
        case
            when not listed.is_doubtful then 'decided'
            when listed.is_used then 'barely_joined'
            when listed.link_probability >= {{ var('case_link_threshold') }} then 'several_fit'
            when listed.link_method = 'people_and_days' then 'facts_without_number'
            else 'number_without_support'
        end as doubt,
        evidence.evidence,
        listed.decision
    from listed
    inner join {{ ref('int_case_records') }} as parents on listed.left_key = parents.record_key
    inner join {{ ref('int_case_records') }} as children on listed.right_key = children.record_key
    left join numbers as parent_numbers on listed.left_key = parent_numbers.record_key
    left join numbers as child_numbers on listed.right_key = child_numbers.record_key
    left join evidence
        on listed.left_key = evidence.left_key and listed.right_key = evidence.right_key
    where
        listed.parent_case_id not in (select case_id from sealed)
        and listed.child_case_id not in (select case_id from sealed)
)

select * from final
