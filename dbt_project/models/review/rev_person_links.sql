-- Grain: one pair of written persons who may be one human, for a person to decide.
-- Nuance: doubtful is what joins only at the standard threshold, what would join at the broad one, and
-- what a contradiction keeps apart; where other records settle it, nobody is asked. Between the same two
-- humans (as the strict threshold knows them) the strongest pair stands for all. A pair about which
-- somebody decided stays, so that the decision can be seen and taken back.
with

decisions as (
    select * from {{ ref('int_link_decisions') }}
    where entity = 'person'
),

links as (
    select
        found.*,
        left_persons.person_id as left_person,
        right_persons.person_id as right_person,
        left_persons.person_id_strict as left_strict,
        right_persons.person_id_strict as right_strict,
        decisions.decision,
        coalesce(
            left_persons.person_id_strict <> right_persons.person_id_strict
            and case
                when found.joins_at = 'standard' then true
                when found.joins_at = 'broad' then left_persons.person_id <> right_persons.person_id
                when found.joins_at is null
                    then
                        found.contradiction in ('twins', 'anothers_number', 'two_valid_numbers')
                        and found.weight_bits > 0
                        and left_persons.person_id <> right_persons.person_id
            end,
            false
        ) as is_doubtful
    from {{ ref('int_person_links') }} as found
    inner join {{ ref('int_person_components') }} as left_persons
        on found.left_key = left_persons.person_key
    inner join {{ ref('int_person_components') }} as right_persons
        on found.right_key = right_persons.person_key
    left join decisions
        on found.left_key = decisions.left_key and found.right_key = decisions.right_key
),

listed as (
    select *
    from links
    where is_doubtful or decision is not null
    qualify
        decision is not null
        or row_number() over (
            partition by least(left_strict, right_strict), greatest(left_strict, right_strict)
            order by decision is not null desc, weight_bits desc, left_key asc, right_key asc
        ) = 1
),

levels as (
    select left_key, right_key, 'identity_no' as comparison, gamma_identity_no as level from listed
    union all
    select left_key, right_key, 'written_name', gamma_written_name from listed
    union all
    select left_key, right_key, 'birth_date', gamma_birth_date from listed
    union all
    select left_key, right_key, 'sex_code', gamma_sex_code from listed
    union all
    select left_key, right_key, 'residence_region_code', gamma_residence_region_code from listed
    union all
    select left_key, right_key, 'phone_hash', gamma_phone_hash from listed
),

evidence as (
    select
        levels.left_key,
        levels.right_key,
        {{ texts_in_order('labels.label_zh', 'levels.comparison') }} as evidence_zh,
        {{ texts_in_order('labels.label_en', 'levels.comparison') }} as evidence_en
    from levels
    inner join {{ ref('person_comparison_labels') }} as labels
        on levels.comparison = labels.comparison and levels.level = labels.level
    where levels.level >= 0
    group by levels.left_key, levels.right_key
),

persons as (
    select
        records.person_key,
        records.agency,
        records.source_table,
        records.source_record_id,
        records.source_person_no,
        records.person_role,
        records.masked_name,
        records._source_file,
        records._source_row,
        components.case_id
    from {{ ref('int_person_records') }} as records
    left join {{ ref('int_case_components') }} as components
        on records.record_key = components.record_key
),

-- Sealed records (刑诉法 286) are nobody's to review.
sealed as (
    select person_id
    from {{ ref('fct_case_persons') }}
    where is_sealed and person_id is not null
),

final as (
    select
        {{ hashed_id('R', ["'person'", 'listed.left_key', 'listed.right_key']) }} as pair_id,
        listed.left_key as record_a,
        listed.right_key as record_b,
        left_persons.agency as agency_a,
        left_persons.source_table as source_table_a,
        left_persons.source_record_id as source_record_id_a,
        left_persons.source_person_no as source_person_no_a,
        left_persons.person_role as person_role_a,
        left_persons.masked_name as masked_name_a,
        listed.left_person as person_id_a,
        left_persons.case_id as case_id_a,
        left_persons._source_file as source_file_a,
        cast(left_persons._source_row as bigint) as source_row_a,
        right_persons.agency as agency_b,
        right_persons.source_table as source_table_b,
        right_persons.source_record_id as source_record_id_b,
        right_persons.source_person_no as source_person_no_b,
        right_persons.person_role as person_role_b,
        right_persons.masked_name as masked_name_b,
        listed.right_person as person_id_b,
        right_persons.case_id as case_id_b,
        right_persons._source_file as source_file_b,
        cast(right_persons._source_row as bigint) as source_row_b,
        listed.link_method,
        listed.link_probability,
        listed.weight_bits,
        listed.left_person = listed.right_person as is_joined,
        case
            when not listed.is_doubtful then 'decided'
            else coalesce(listed.contradiction, listed.joins_at)
        end as doubt,
        evidence.evidence_zh,
        evidence.evidence_en,
        listed.decision
    from listed
    inner join persons as left_persons on listed.left_key = left_persons.person_key
    inner join persons as right_persons on listed.right_key = right_persons.person_key
    left join evidence
        on listed.left_key = evidence.left_key and listed.right_key = evidence.right_key
    where
        listed.left_person not in (select person_id from sealed)
        and listed.right_person not in (select person_id from sealed)
)

select * from final
