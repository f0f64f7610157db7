-- Grain: one unbroken stay in custody of one person in one case (ended_at exclusive, NULL: still inside).
-- Nuance: detention and arrest that follow each other within a day are one stay; a stay whose end nobody
-- noted ended at the latest with bail, surveillance, or an effective judgment (then it is the sentence).
-- Belongs here: how long somebody has been held. Keep out: whether that was lawful (fct_clocks).
with

facts as (
    select case_id, person_id, source_record_id, event_type, occurred_at
    from {{ ref('int_clock_facts') }}
    where person_id is not null
),

begun as (
    select * from facts
    where event_type in ('detained', 'arrested')
),

noted as (
    select
        begun.case_id,
        begun.person_id,
        begun.source_record_id,
        begun.occurred_at as started_at,
        min(ends.occurred_at) as noted_end_at
    from begun
    left join facts as ends
        on
            begun.source_record_id = ends.source_record_id
            and ends.event_type in ('detention_ended', 'arrest_ended')
            and begun.occurred_at <= ends.occurred_at
    group by begun.case_id, begun.person_id, begun.source_record_id, begun.occurred_at
),

leaving as (
    select * from facts
    where event_type in ('bail_started', 'rs_decision_executed', 'judgment_effective')
),

stays as (
    select
        noted.case_id,
        noted.person_id,
        noted.source_record_id,
        noted.started_at,
        coalesce(noted.noted_end_at, min(leaving.occurred_at)) as ended_at
    from noted
    left join leaving
        on
            noted.noted_end_at is null
            and noted.case_id = leaving.case_id
            and noted.person_id = leaving.person_id
            and noted.started_at < leaving.occurred_at
    group by noted.case_id, noted.person_id, noted.source_record_id, noted.started_at, noted.noted_end_at
),

joined as (
    select
        *,
        max(coalesce(ended_at, timestamp '9999-12-31 00:00:00')) over (
            partition by case_id, person_id
            order by started_at, source_record_id
            rows between unbounded preceding and 1 preceding
        ) as ended_before
    from stays
),

numbered as (
    select
        *,
        sum(case when ended_before is null or started_at > ended_before + interval 1 day then 1 else 0 end) over (
            partition by case_id, person_id
            order by started_at, source_record_id
        ) as stay_no
    from joined
),

final as (
    select
        case_id,
        person_id,
        cast(stay_no as integer) as stay_no,
        min(started_at) as started_at,
        case when count(*) = count(ended_at) then max(ended_at) end as ended_at
    from numbered
    group by case_id, person_id, stay_no
)

select * from final
