-- Grain: one pair of written persons that are the same human.
-- Nuance: a valid identity number counts across the whole city; a name counts only within one case,
-- where one side has no valid number and sex and birth date do not speak against it. Each record is
-- linked to the first of its group, not to all of them, so that big groups stay small.
-- Belongs here: exact linkage of persons. Probabilistic links join here as further link methods.
with

persons as (
    select
        persons.*,
        components.case_id
    from {{ ref('int_person_records') }} as persons
    left join {{ ref('int_case_components') }} as components
        on persons.record_key = components.record_key
),

by_identity as (
    select
        person_key as right_key,
        min(person_key) over (partition by identity_key) as left_key,
        'identity_no' as link_method,
        1.00 as link_probability
    from persons
    where identity_key is not null
),

named as (
    select
        person_key,
        case_id,
        is_victim_side,
        name_normalized,
        identity_key,
        birth_date,
        case when sex_code <> '9' then sex_code end as sex_code
    from persons
    where case_id is not null and name_normalized is not null
),

-- The namesakes in a case that can be told apart: by identity number, else by birth date and sex.
anchors as (
    select
        case_id,
        is_victim_side,
        name_normalized,
        identity_key,
        birth_date,
        sex_code,
        min(person_key) as anchor_key
    from named
    group by case_id, is_victim_side, name_normalized, identity_key, birth_date, sex_code
),

choices as (
    select
        named.person_key,
        anchors.anchor_key,
        anchors.identity_key,
        coalesce(named.birth_date = anchors.birth_date, false) as is_same_birth,
        dense_rank() over (
            partition by named.person_key
            order by
                coalesce(named.birth_date = anchors.birth_date, false) desc,
                (anchors.identity_key is not null) desc,
                (anchors.birth_date is not null) desc,
                (anchors.sex_code is not null) desc
        ) as place
    from named
    inner join anchors
        on
            named.case_id = anchors.case_id
            and named.is_victim_side = anchors.is_victim_side
            and named.name_normalized = anchors.name_normalized
            and coalesce(named.sex_code, anchors.sex_code, '')
            = coalesce(anchors.sex_code, named.sex_code, '')
            and coalesce(named.birth_date, anchors.birth_date, date '1900-01-01')
            = coalesce(anchors.birth_date, named.birth_date, date '1900-01-01')
    where named.identity_key is null
),

-- One human may have several anchors (a number, the same number with the sex left out); two equally
-- good anchors of different humans are nobody's match.
by_name as (
    select
        person_key as right_key,
        min(anchor_key) as left_key,
        case
            when min(cast(is_same_birth as integer)) = 1 then 'name_and_birth_in_case' else 'name_in_case'
        end
            as link_method,
        case when min(cast(is_same_birth as integer)) = 1 then 0.98 else 0.90 end
            as link_probability
    from choices
    where place = 1
    group by person_key
    having count(*) = 1 or (count(distinct identity_key) = 1 and count(identity_key) = count(*))
),

final as (
    select right_key, left_key, link_method, link_probability
    from by_identity
    where left_key <> right_key
    union all
    select right_key, left_key, link_method, link_probability
    from by_name
    where left_key <> right_key
)

select * from final
