-- Grain: one candidate pair of records with the paper of the parent that the child most likely took up.
-- Nuance: the quoted number chooses, then the nearest day.
-- Belongs here: numbers and days of papers. Keep out: people, and what it is all worth.
with

records as (
    select * from {{ ref('int_case_records') }}
),

-- The one number by which a record says where it comes from.
quoted as (
    select
        record_key,
        min({{ number_key('number_normalized') }}) as quoted_key
    from {{ ref('int_case_references') }}
    where
        link_method in (
            'arrest_request_no', 'prosecution_opinion_no', 'indictment_no', 'origin_case_no',
            'judgment_case_no', 'related_case_no'
        )
    group by record_key
),

compared as (
    select
        candidates.left_key,
        candidates.right_key,
        papers.number_key,
        papers.sent_date,
        quoted.quoted_key,
        papers.number_key = quoted.quoted_key as is_number_equal,
        {{ is_one_digit_off('papers.number_key', 'quoted.quoted_key') }} as is_number_near,
        {{ days_between('papers.sent_date', 'records.paper_date') }} as days
    from {{ ref('int_case_link_candidates') }} as candidates
    inner join records on candidates.right_key = records.record_key
    inner join {{ ref('int_case_papers') }} as papers
        on
            candidates.left_key = papers.record_key
            and candidates.paper_kind = papers.paper_kind
    left join quoted on candidates.right_key = quoted.record_key
),

final as (
    select
        left_key,
        right_key,
        number_key,
        sent_date,
        case
            when is_number_equal then 'equal'
            when is_number_near then 'one_digit_off'
            when number_key is not null and quoted_key is not null then 'differs'
        end as number_level,
        days
    from compared
    qualify row_number() over (
        partition by left_key, right_key
        order by
            coalesce(is_number_equal, false) desc,
            coalesce(is_number_near, false) desc,
            abs(days) asc nulls last,
            number_key asc,
            sent_date asc
    ) = 1
)

select * from final
