-- Grain: one person as written by one agency, every role, victims too.
-- Belongs here: names and identity numbers in one written form, what a valid number says of sex and
-- birth. Keep out: who is who (int_person_links); nothing of this leaves the warehouse in clear.
with

written as (
    select
        agency, source_table, source_record_id, source_person_no,
        {{ record_key('police', 'persons', 'person_no') }} as person_key,
        {{ record_key('police', 'cases', 'case_no') }} as record_key,
        case person_role_code
            when '01' then 'suspect' when '02' then 'victim' else 'reporter'
        end as person_role,
        name_normalized, alias_name, masked_name, sex_code, birth_date, identity_type_code,
        identity_no_normalized, is_identity_no_valid, phone_hash, residence_region_code,
        recorded_at, _source_file, _source_row, _delivery_id
    from {{ ref('stg_police__persons') }}
    union all
    select
        agency, source_table, source_record_id, source_person_no,
        {{ record_key('procuratorate', 'arrest_review', 'source_person_no') }},
        {{ record_key('procuratorate', 'arrest_review', 'case_no') }},
        'suspect',
        name_normalized, alias_name, masked_name, sex_code, birth_date, identity_type_code,
        identity_no_normalized, is_identity_no_valid, null, null,
        recorded_at, _source_file, _source_row, _delivery_id
    from {{ ref('stg_procuratorate__arrest_review_suspects') }}
    union all
    select
        agency, source_table, source_record_id, source_person_no,
        {{ record_key('procuratorate', 'prosecution_review', 'source_person_no') }},
        {{ record_key('procuratorate', 'prosecution_review', 'case_no') }},
        'suspect',
        name_normalized, alias_name, masked_name, sex_code, birth_date, identity_type_code,
        identity_no_normalized, is_identity_no_valid, null, null,
        recorded_at, _source_file, _source_row, _delivery_id
    from {{ ref('stg_procuratorate__prosecution_review_suspects') }}
    union all
    select
        agency, source_table, source_record_id, source_person_no,
        {{ record_key('court', 'cases', 'source_person_no') }},
        {{ record_key('court', 'cases', 'court_case_id') }},
        'defendant',
        name_normalized, alias_name, masked_name, sex_code, birth_date, identity_type_code,
        identity_no_normalized, is_identity_no_valid, null, null,
        recorded_at, _source_file, _source_row, _delivery_id
    from {{ ref('stg_court__case_defendants') }}
    union all
    select
        agency, source_table, source_record_id, source_person_no,
        {{ record_key('justice', 'assessments', 'source_person_no') }},
        {{ record_key('justice', 'assessments', 'assessment_no') }},
        'assessed',
        name_normalized, null, masked_name, null, null, '111',
        identity_no_normalized, is_identity_no_valid, null, null,
        recorded_at, _source_file, _source_row, _delivery_id
    from {{ ref('stg_justice__assessments') }}
    union all
    select
        agency, source_table, source_record_id, source_person_no,
        {{ record_key('justice', 'subjects', 'source_person_no') }},
        {{ record_key('justice', 'subjects', 'correction_no') }},
        'convict',
        name_normalized, alias_name, masked_name, sex_code, birth_date, '111',
        identity_no_normalized, is_identity_no_valid, null, null,
        recorded_at, _source_file, _source_row, _delivery_id
    from {{ ref('stg_justice__subjects') }}
),

-- A sender may give two persons of one record the same serial: both stay, the second under a key of
-- its own, so that nobody is lost and nothing is counted twice.
told_apart as (
    select
        * exclude (person_key),
        row_number() over (
            partition by person_key order by _source_file, _source_row, name_normalized
        ) as serial_place,
        person_key as shared_key
    from written
),

read_numbers as (
    select
        * exclude (shared_key, serial_place),
        case
            when serial_place = 1 then shared_key
            else shared_key || '~' || cast(serial_place as varchar)
        end as person_key,
        case when is_identity_no_valid then identity_no_normalized end as valid_no,
        is_identity_no_valid and length(identity_no_normalized) = 18
        and coalesce(identity_type_code, '111') in ('111', '113') as is_resident_no,
        {{ normalize_name('alias_name') }} as alias_written
    from told_apart
),

final as (
    select
        agency,
        source_table,
        source_record_id,
        source_person_no,
        person_key,
        record_key,
        person_role,
        -- Victims and reporters are never matched with the accused by name alone.
        person_role in ('victim', 'reporter') as is_victim_side,
        masked_name,
        case when masked_name <> '无名氏' then name_normalized end as name_normalized,
        case when alias_written <> name_normalized then alias_written end as alias_normalized,
        case
            when sex_code in ('1', '2') then sex_code
            when is_resident_no
                then
                    case when cast(substr(valid_no, 17, 1) as integer) % 2 = 1 then '1' else '2' end
            else '9'
        end as sex_code,
        coalesce(
            birth_date,
            case
                when is_resident_no
                    then {{ cast_or_null(
                        "substr(valid_no, 7, 4) || '-' || substr(valid_no, 11, 2) || '-' || substr(valid_no, 13, 2)",
                        'date'
                    ) }}
            end
        ) as birth_date,
        sex_code as written_sex_code,
        birth_date as written_birth_date,
        identity_type_code,
        identity_no_normalized,
        is_identity_no_valid,
        -- Resident numbers are one series; other documents are unique within their type.
        case
            when is_resident_no then valid_no else identity_type_code || ':' || valid_no
        end as identity_key,
        phone_hash,
        residence_region_code,
        recorded_at,
        _source_file,
        _source_row,
        _delivery_id
    from read_numbers
)

select * from final
