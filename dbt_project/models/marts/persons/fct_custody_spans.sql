-- Grain: one uninterrupted time in custody (detention, arrest) of one person in one case.
-- Nuance: the end of one measure and the start of the next may be a day apart on paper; that is no
-- release. `ended_at` NULL: the person is held, or nobody wrote the end.
{% set custody_codes = "'04', '05'" %}

with

judgement as (
    select cast(as_of as timestamp) + interval '1 day' as next_day
    from {{ source('ledger', 'build_parameters') }}
),

-- What happens after the day of judgement does not count: an end then is no end yet.
measures as (
    select
        measures.case_id,
        measures.person_id,
        measures.started_at,
        case
            when measures.ended_at < judgement.next_day then measures.ended_at
            else timestamp '9999-12-31'
        end as ended_at
    from {{ ref('fct_measures') }} as measures
    inner join judgement on measures.started_at < judgement.next_day
    where
        measures.measure_code in ({{ custody_codes }})
        and measures.case_id is not null
        and measures.person_id is not null
),

followed as (
    select
        *,
        max(ended_at) over (
            partition by case_id, person_id
            order by started_at, ended_at
            rows between unbounded preceding and 1 preceding
        ) as held_until
    from measures
),

numbered as (
    select
        *,
        sum(case when started_at <= held_until + interval '1 day' then 0 else 1 end) over (
            partition by case_id, person_id
            order by started_at, ended_at
            rows between unbounded preceding and current row
        ) as span_no
    from followed
)

select
    case_id,
    person_id,
    cast(span_no as bigint) as span_no,
    min(started_at) as started_at,
    nullif(max(ended_at), timestamp '9999-12-31') as ended_at,
    count(*) as measure_count
from numbered
group by case_id, person_id, span_no
