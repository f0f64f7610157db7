-- Grain: one figure that counts humans, at the three thresholds of person linkage.
-- Nuance: a strict threshold joins fewer records, so it counts more humans and fewer of them in several
-- cases; the truth lies between the bounds as far as the model can tell.
with

records as (
    select
        records.record_key,
        records.person_role in ('suspect', 'defendant', 'convict', 'assessed') as is_accused,
        records.person_role = 'victim' as is_victim,
        coalesce(cases.case_id, records.record_key) as case_id,
        persons.person_id_strict,
        persons.person_id,
        persons.person_id_broad
    from {{ ref('int_person_records') }} as records
    inner join {{ ref('int_person_components') }} as persons
        on records.person_key = persons.person_key
    left join {{ ref('int_case_components') }} as cases
        on records.record_key = cases.record_key
),

thresholds as (
    select 'strict' as threshold, person_id_strict as human, case_id, is_accused, is_victim from records
    union all
    select 'standard', person_id, case_id, is_accused, is_victim from records
    union all
    select 'broad', person_id_broad, case_id, is_accused, is_victim from records
),

humans as (
    select
        threshold,
        human,
        count(distinct case when is_accused then case_id end) as accused_count,
        count(distinct case when is_victim then case_id end) as victim_count
    from thresholds
    group by threshold, human
),

figures as (
    select threshold, 'persons' as figure, count(*) as measured
    from humans
    group by threshold
    union all
    select threshold, 'accused', count(*) filter (where accused_count > 0)
    from humans
    group by threshold
    union all
    select threshold, 'accused_in_several_cases', count(*) filter (where accused_count > 1)
    from humans
    group by threshold
    union all
    select threshold, 'victims', count(*) filter (where victim_count > 0)
    from humans
    group by threshold
    union all
    select threshold, 'victims_in_several_cases', count(*) filter (where victim_count > 1)
    from humans
    group by threshold
    union all
    select threshold, 'victims_and_accused', count(*) filter (where victim_count > 0 and accused_count > 0)
    from humans
    group by threshold
)

select
    figure,
    max(case when threshold = 'strict' then measured end) as strict_count,
    max(case when threshold = 'standard' then measured end) as standard_count,
    max(case when threshold = 'broad' then measured end) as broad_count
from figures
group by figure
