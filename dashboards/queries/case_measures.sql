-- Grain: one coercive measure or term of correction of one person of the case; NULL `ended_at`:
-- it runs, or nobody wrote its end.
with

persons as (
    select person_id, min(masked_name) as masked_name
    from fct_case_persons
    where case_id = $case_id
    group by person_id
),

spans as (
    select
        person_id,
        'police' as agency,
        measure_code,
        started_at,
        ended_at
    from fct_measures
    where case_id = $case_id

    union all

    select
        person_id,
        'justice',
        null,
        cast(started_date as timestamp),
        cast(coalesce(released_date, ended_date) as timestamp)
    from fct_corrections
    where case_id = $case_id
)

select
    spans.agency,
    spans.measure_code,
    spans.started_at,
    spans.ended_at,
    persons.masked_name
from spans
left join persons on spans.person_id = persons.person_id
where spans.started_at is not null
order by spans.started_at, persons.masked_name
