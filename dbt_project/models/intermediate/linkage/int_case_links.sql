-- Grain: one candidate pair of records with its probability and whether it joins them.
-- Nuance: a record comes from one other record: the best candidate is used if it is likely and clearly
-- better than the second. A paper that another record quotes and took up is no longer free. What is
-- likely but not used stays here for review.
-- Belongs here: the decision. Keep out: evidence (int_case_link_evidence), people's votes
-- (int_case_components).
with

weighed as (
    select
        left_key,
        right_key,
        cast(sum(weight_bits) as double) as weight_bits
    from {{ ref('int_case_link_evidence') }}
    group by left_key, right_key
),

candidates as (
    select
        found.left_key,
        found.right_key,
        found.is_fallback,
        children.record_kind as child_kind,
        parents.record_kind as parent_kind,
        papers.number_key,
        papers.number_level,
        weighed.weight_bits
    from {{ ref('int_case_link_candidates') }} as found
    inner join weighed
        on found.left_key = weighed.left_key and found.right_key = weighed.right_key
    inner join {{ ref('int_case_records') }} as children on found.right_key = children.record_key
    inner join {{ ref('int_case_records') }} as parents on found.left_key = parents.record_key
    left join {{ ref('int_case_link_papers') }} as papers
        on found.left_key = papers.left_key and found.right_key = papers.right_key
),

-- Who quotes a paper rightly has taken it; between two who do not quote it the more likely one has.
takers as (
    select
        left_key,
        number_key,
        child_kind,
        arg_max(right_key, (number_level = 'equal', weight_bits, right_key)) as taker_key
    from candidates
    where
        number_key is not null
        and child_kind in ('arrest_review', 'prosecution_review', 'trial')
        and weight_bits > 0
    group by left_key, number_key, child_kind
),

scored as (
    select
        candidates.*,
        coalesce(
            takers.taker_key <> candidates.right_key
            and candidates.number_level is distinct from 'equal',
            false
        ) as is_paper_taken
    from candidates
    left join takers
        on
            candidates.left_key = takers.left_key
            and candidates.number_key = takers.number_key
            and candidates.child_kind = takers.child_kind
),

corrected as (
    select
        *,
        weight_bits + case when is_paper_taken then -6 else 0 end as final_bits
    from scored
),

judged as (
    select
        *,
        1 / (1 + power(2.0, -final_bits)) as link_probability,
        parent_kind = 'police_case' and child_kind = 'police_case' as is_within_police
    from corrected
),

ranked as (
    select
        *,
        row_number() over best_first as place,
        lead(left_key) over best_first as next_key,
        final_bits - lead(final_bits) over best_first as margin_bits
    from judged
    window best_first as (
        partition by right_key
        order by (is_fallback and final_bits < 0) asc, final_bits desc, is_fallback asc, left_key asc
    )
),

-- Police cases may be merged with several others; every other record comes from one.
sure as (
    select
        left_key,
        right_key
    from ranked
    where
        link_probability >= {{ var('case_link_threshold') }}
        and (
            is_within_police
            or (place = 1 and coalesce(margin_bits, 99) >= {{ var('case_link_margin_bits') }})
        )
),

-- Two equally good parents that are one matter anyway (a trial and its retrial, merged police cases).
related as (
    select left_key as one_key, right_key as other_key from sure
    union
    select right_key, left_key from sure
    union
    select one.right_key, other.right_key
    from sure as one
    inner join sure as other on one.left_key = other.left_key
),

methods as (
    select
        left_key,
        right_key,
        arg_max(level, (weight_bits, level)) as link_method
    from {{ ref('int_case_link_evidence') }}
    where evidence = 'quoted'
    group by left_key, right_key
),

final as (
    select
        ranked.left_key,
        ranked.right_key,
        ranked.parent_kind,
        ranked.child_kind,
        coalesce(methods.link_method, 'people_and_days') as link_method,
        round(least(ranked.link_probability, 0.9999), 4) as link_probability,
        ranked.final_bits as weight_bits,
        ranked.margin_bits,
        ranked.is_paper_taken,
        ranked.place,
        sure.left_key is not null
        or (
            ranked.place = 1
            and ranked.link_probability >= {{ var('case_link_threshold') }}
            and related.one_key is not null
        ) as is_used
    from ranked
    left join methods
        on ranked.left_key = methods.left_key and ranked.right_key = methods.right_key
    left join sure
        on ranked.left_key = sure.left_key and ranked.right_key = sure.right_key
    left join related
        on ranked.left_key = related.one_key and ranked.next_key = related.other_key
)

select * from final
