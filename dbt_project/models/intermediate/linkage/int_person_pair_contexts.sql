-- Grain: one scored pair of written persons that this build weighs, with where the two stand and what speaks
-- against them.
-- Nuance: a contradiction joins nobody, however many bits the likeness has; the pair goes to review. Weighed are
-- pairs of somebody who was touched, and pairs that hang on how common their name is, when that is another step
-- than before. Without an earlier linkage all pairs.
-- Belongs here: contradictions of a pair in itself. Keep out: contradictions of clusters
-- (models.linkage.persons).
{{ config(materialized='table') }}
{%- set common_names = ref('int_person_common_names') %}
{%- set touched = ref('int_person_touched') %}
{%- set features = ref('int_person_features') %}
{%- set keeps_links = keeps_person_links() %}
with
{%- if keeps_links %}

turned_names as (
    select written_name
    from {{ common_names }}
    group by written_name
    having
        coalesce(max(case when is_now then name_bits end), 0)
        <> coalesce(max(case when not is_now then name_bits end), 0)
),

-- Whoever was touched, and namesakes who were not.
concerned as (
    select
        person_key,
        true as is_touched
    from {{ touched }}
    union all
    select
        person_key,
        false
    from {{ features }}
    where
        written_name in (select turned_names.written_name from turned_names)
        and person_key not in (select touched.person_key from {{ touched }} as touched)
),

found as (
    select * from {{ ref('int_person_pairs') }}
    where
        left_key in (select concerned.person_key from concerned)
        or right_key in (select concerned.person_key from concerned)
),

pairs as (
    select
        found.*,
        coalesce(left_concerned.is_touched, false) or coalesce(right_concerned.is_touched, false) as is_touched
    from found
    left join concerned as left_concerned on found.left_key = left_concerned.person_key
    left join concerned as right_concerned on found.right_key = right_concerned.person_key
    where left_concerned.is_touched or right_concerned.is_touched or {{ is_weighed_by_name() }}
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
        person_key,
        record_key,
        is_victim_side,
        is_resident_no_valid,
        is_number_trusted,
        list_key,
        case_id
    from {{ ref('int_person_list_places') }}
    {%- if keeps_links %}
    where person_key in (select pairs.left_key from pairs union select pairs.right_key from pairs)
    {%- endif %}
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
