-- Grain: one scored pair of written persons that this build weighs, with where the two stand and what speaks
-- against them.
-- Nuance: a contradiction joins nobody, however many bits the likeness has; the pair goes to review. Weighed are
-- pairs of somebody who was touched, and pairs that hang on how common their name is, when somebody of that
-- name came, went or changed. Without an earlier linkage all pairs.
-- Belongs here: contradictions of a pair in itself. Keep out: contradictions of clusters
-- (models.linkage.persons).
{{ config(materialized='table') }}
{%- set changes = ref('int_person_changes') %}
{%- set touched = ref('int_person_touched') %}
{%- set features = ref('int_person_features') %}
{%- set keeps_links = keeps_person_links() %}
with
{%- if keeps_links %}

by_name as (
    select left_key, right_key
    from {{ ref('int_person_pairs') }}
    where {{ is_weighed_by_name() }}
),

names as (
    select earlier_name as written_name from {{ changes }}
    union
    select features.written_name
    from {{ features }} as features
    inner join {{ changes }} as changes on features.person_key = changes.person_key
),

namesakes as (
    select features.person_key
    from {{ features }} as features
    inner join names on features.written_name = names.written_name
    where
        features.person_key in (select by_name.left_key from by_name)
        or features.person_key in (select by_name.right_key from by_name)
),

pairs as (
    select
        *,
        true as is_touched
    from {{ ref('int_person_pairs') }}
    where
        left_key in (select touched.person_key from {{ touched }} as touched)
        or right_key in (select touched.person_key from {{ touched }} as touched)
    union all
    select
        *,
        false as is_touched
    from {{ ref('int_person_pairs') }}
    where
        {{ is_weighed_by_name() }}
        and (
            left_key in (select namesakes.person_key from namesakes)
            or right_key in (select namesakes.person_key from namesakes)
        )
        and left_key not in (select touched.person_key from {{ touched }} as touched)
        and right_key not in (select touched.person_key from {{ touched }} as touched)
),
{%- else %}

pairs as (
    select
        *,
        true as is_touched
    from {{ ref('int_person_pairs') }}
),
{%- endif %}

persons as (
    select
        features.person_key,
        features.record_key,
        features.is_victim_side,
        features.is_resident_no_valid,
        features.is_number_trusted,
        places.list_key,
        places.case_id
    from {{ ref('int_person_features') }} as features
    inner join {{ ref('int_person_list_places') }} as places on features.person_key = places.person_key
),

placed as (
    select
        pairs.*,
        left_persons.record_key as left_record,
        right_persons.record_key as right_record,
        coalesce(left_persons.case_id = right_persons.case_id, false) as is_same_case,
        left_persons.list_key = right_persons.list_key as is_same_list,
        left_persons.is_victim_side <> right_persons.is_victim_side as is_other_side,
        not left_persons.is_victim_side and not right_persons.is_victim_side as is_accused,
        left_persons.is_resident_no_valid and right_persons.is_resident_no_valid as is_both_valid,
        left_persons.is_number_trusted and right_persons.is_number_trusted as is_both_trusted
    from pairs
    inner join persons as left_persons on pairs.left_key = left_persons.person_key
    inner join persons as right_persons on pairs.right_key = right_persons.person_key
),

final as (
    select
        *,
        case
            when is_same_list and gamma_identity_no < 5 then 'one_list'
            when is_same_case and is_other_side and gamma_identity_no < 5 then 'both_sides'
            when is_both_trusted and gamma_identity_no = 0 then 'two_valid_numbers'
            -- Numbers of one office and two names of one generation: a typing error, or two children.
            when
                is_both_valid and gamma_identity_no between 3 and 4
                and not (gamma_written_name >= 5 and gamma_birth_date <> 0) then 'twins'
            when
                gamma_identity_no = -1 and gamma_written_name between 0 and 3 and gamma_birth_date = 3
                and not (is_same_case and is_accused) then 'twins'
            when
                gamma_identity_no = 5 and gamma_written_name between 0 and 3
                and gamma_birth_date between 0 and 1 then 'anothers_number'
        end as contradiction
    from placed
)

-- Who is who within a case does not hang on names.
select * exclude (is_touched)
from final
where is_touched or {{ is_across_cases() }}
