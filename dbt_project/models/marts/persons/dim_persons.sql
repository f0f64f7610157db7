-- Grain: one human, by pseudonym.
-- Nuance: juvenile means under 18 at the offence of at least one case in which the person is accused.
select
    person_id,
    coalesce(max(case when sex_code <> '9' then sex_code end), '9') as sex,
    cast(min(extract(year from birth_date)) as integer) as birth_year,
    bool_or(is_juvenile) as is_juvenile,
    bool_or(side = 'accused') as is_accused,
    bool_or(side = 'victim') as is_victim,
    cast(count(distinct case_id) as integer) as case_count
from {{ ref('int_case_persons') }}
group by person_id
