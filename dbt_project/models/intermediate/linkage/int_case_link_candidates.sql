-- Grain: one record that a quoted number may mean.
-- Belongs here: every record under the quoted number, with what speaks for and against it. Keep out:
-- the choice (int_case_links).
with

all_references as (
    select * from {{ ref('int_case_references') }}
    union all
    select * from {{ ref('int_flow_references') }}
),

candidates as (
    select
        all_references.record_key as left_key,
        numbers.record_key as right_key,
        all_references.link_method,
        all_references.number_normalized,
        coalesce(all_references.unit_code = numbers.unit_code, false) as is_same_unit,
        coalesce(all_references.region_code = numbers.region_code, false) as is_same_region
    from all_references
    inner join {{ ref('int_case_numbers') }} as numbers
        on
            all_references.target_agency = numbers.agency
            and all_references.number_kind = numbers.number_kind
            and all_references.number_normalized = numbers.number_normalized
    where all_references.record_key <> numbers.record_key
),

pairs as (
    select distinct
        left_key,
        right_key
    from candidates
    where link_method not in ('police_merged', 'police_transferred')
),

persons as (
    select
        record_key, name_normalized, alias_normalized, identity_key, birth_date, sex_code
    from {{ ref('int_person_records') }}
    where name_normalized is not null or identity_key is not null
),

-- 3 the same identity number or name; 2 an alias or the birth date; 1 a name that differs by one
-- character; 0 nobody in common. Pairs of which one side knows nobody do not appear.
agreements as (
    select
        pairs.left_key,
        pairs.right_key,
        max(
            case
                when
                    left_persons.identity_key = right_persons.identity_key
                    or left_persons.name_normalized = right_persons.name_normalized then 3
                when
                    left_persons.alias_normalized = right_persons.name_normalized
                    or left_persons.name_normalized = right_persons.alias_normalized
                    or (
                        left_persons.birth_date = right_persons.birth_date
                        and left_persons.sex_code = right_persons.sex_code
                    ) then 2
                when
                    left(left_persons.name_normalized, 1) = left(right_persons.name_normalized, 1)
                    and length(left_persons.name_normalized) = length(right_persons.name_normalized)
                    then 1
                else 0
            end
        ) as person_agreement
    from pairs
    inner join persons as left_persons on pairs.left_key = left_persons.record_key
    inner join persons as right_persons on pairs.right_key = right_persons.record_key
    group by pairs.left_key, pairs.right_key
),

final as (
    select
        candidates.*,
        agreements.person_agreement
    from candidates
    left join agreements
        on
            candidates.left_key = agreements.left_key
            and candidates.right_key = agreements.right_key
)

select * from final
