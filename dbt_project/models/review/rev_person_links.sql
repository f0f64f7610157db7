-- Grain: one pair of written persons who may be one human, for a person to decide.
with

links as (
    select *
    from {{ ref('int_person_links') }}
    where
        joins_at in ('standard', 'broad')
        or (contradiction in ('twins', 'anothers_number', 'two_valid_numbers') and weight_bits > 0)
),

decisions as (
    select * from {{ ref('int_link_decisions') }}
    where entity = 'person'
),

levels as (
    select left_key, right_key, 'identity_no' as comparison, gamma_identity_no as level from links
    union all
    select left_key, right_key, 'written_name', gamma_written_name from links
    union all
    select left_key, right_key, 'birth_date', gamma_birth_date from links
    union all
    select left_key, right_key, 'sex_code', gamma_sex_code from links
    union all
    select left_key, right_key, 'residence_region_code', gamma_residence_region_code from links
    union all
    select left_key, right_key, 'phone_hash', gamma_phone_hash from links
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
        components.person_id
    from {{ ref('int_person_records') }} as records
    inner join {{ ref('int_person_components') }} as components
        on records.person_key = components.person_key
),

-- Sealed records (刑诉法 286) are nobody's to review.
sealed as (
    select person_id
    from {{ ref('fct_case_persons') }}
    where is_sealed and person_id is not null
),

final as (
    select
        links.left_key as record_a,
        links.right_key as record_b,
        left_persons.agency as agency_a,
        left_persons.source_table as source_table_a,
        left_persons.source_record_id as source_record_id_a,
        left_persons.source_person_no as source_person_no_a,
        left_persons.person_role as person_role_a,
        left_persons.masked_name as masked_name_a,
        left_persons.person_id as person_id_a,
        right_persons.agency as agency_b,
        right_persons.source_table as source_table_b,
        right_persons.source_record_id as source_record_id_b,
        right_persons.source_person_no as source_person_no_b,
        right_persons.person_role as person_role_b,
        right_persons.masked_name as masked_name_b,
        right_persons.person_id as person_id_b,
        links.link_method,
        links.link_probability,
        links.weight_bits,
        left_persons.person_id = right_persons.person_id as is_used,
        coalesce(links.contradiction, links.joins_at) as doubt,
        evidence.evidence_zh,
        evidence.evidence_en,
        decisions.decision
    from links
    inner join persons as left_persons on links.left_key = left_persons.person_key
    inner join persons as right_persons on links.right_key = right_persons.person_key
    left join evidence
        on links.left_key = evidence.left_key and links.right_key = evidence.right_key
    left join decisions
        on links.left_key = decisions.left_key and links.right_key = decisions.right_key
    where
        left_persons.person_id not in (select person_id from sealed)
        and right_persons.person_id not in (select person_id from sealed)
)

select * from final
