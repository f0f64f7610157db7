-- Grain: one record (left, the parent) from which another one (right, the child) may come.
-- Nuance: a candidate needs a quoted number, or a person who may be the same, or, where it has neither,
-- a paper of the same unit and days. Which kinds follow which is in the seed case_link_routes.
-- Belongs here: finding. Keep out: weighing (int_case_link_evidence).
with

records as (
    select * from {{ ref('int_case_records') }}
),

routes as (
    select * from {{ ref('case_link_routes') }}
),

persons as (
    select
        features.record_key,
        blocks.block_key
    from {{ ref('int_person_features') }} as features
    inner join {{ ref('int_person_blocks') }} as blocks on features.person_key = blocks.person_key
    where
        not features.is_victim_side
        and blocks.block_key not in (
            select crowded.block_key from {{ ref('int_person_crowded_blocks') }} as crowded
            where crowded.is_crowded
        )
    group by features.record_key, blocks.block_key
),

by_person as (
    select distinct
        left_persons.record_key as one_key,
        right_persons.record_key as other_key
    from persons as left_persons
    inner join persons as right_persons
        on
            left_persons.block_key = right_persons.block_key
            and left_persons.record_key < right_persons.record_key
),

-- One offence that two stations registered.
by_offence as (
    select left_key as one_key, right_key as other_key
    from {{ ref('int_case_offence_coincidences') }}
),

found as (
    select one_key, other_key from {{ ref('int_case_mentions') }}
    union
    select one_key, other_key from by_person
    union
    select one_key, other_key from by_offence
),

-- Which of the two is the parent, the kinds say; of two police cases the one with the smaller key.
both_ways as (
    select one_key as left_key, other_key as right_key, true as is_in_key_order
    from found
    union all
    select other_key, one_key, false
    from found
),

routed as (
    select
        both_ways.left_key,
        both_ways.right_key,
        routes.paper_kind,
        routes.is_fallback
    from both_ways
    inner join records as parents on both_ways.left_key = parents.record_key
    inner join records as children on both_ways.right_key = children.record_key
    inner join routes
        on parents.record_kind = routes.parent_kind and children.record_kind = routes.child_kind
    where
        (both_ways.is_in_key_order or routes.parent_kind <> routes.child_kind)
        and (
            children.opened_date is null
            or parents.opened_date is null
            or children.opened_date
            between parents.opened_date - 30 and parents.opened_date + cast(routes.window_days as integer)
        )
),

-- Whoever was found by nothing: papers that the unit sent in these days.
lonely as (
    select children.*
    from records as children
    where
        children.record_kind <> 'police_case'
        and children.record_key not in (
            select right_key from routed
            where not is_fallback
        )
),

by_day as (
    select
        papers.record_key as left_key,
        lonely.record_key as right_key,
        routes.paper_kind,
        routes.is_fallback
    from lonely
    inner join routes on lonely.record_kind = routes.child_kind
    inner join {{ ref('int_case_papers') }} as papers
        on
            routes.paper_kind = papers.paper_kind
            and papers.sent_date between lonely.paper_date - 5 and lonely.paper_date + 2
            and case
                when lonely.record_kind in ('arrest_review', 'prosecution_review')
                    then lonely.unit_code = papers.unit_code
                else lonely.region_code = papers.region_code
            end
)

select * from routed
union
select * from by_day
