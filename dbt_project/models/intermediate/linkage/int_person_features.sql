-- Grain: one written person, in the form in which persons are compared.
-- Nuance: what is known only from the number stays apart from what was written, so that a number that
-- does not fit the birth date can be seen. A number under which many names stand is a placeholder and
-- is compared with nothing.
-- Belongs here: features. Keep out: comparing (models/linkage), sex and birth as published.
{%- set changes = ref('int_person_changes') %}
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    pre_hook="{{ forget_persons(['person_key'], 'select person_key from ' ~ ref('int_person_changes')) }}"
) }}
with

records as (
    select
        records.*,
        changes.fingerprint,
        changes.written_no,
        changes.is_placeholder_no
    from {{ ref('int_person_records') }} as records
    inner join {{ changes }} as changes on records.person_key = changes.person_key
),

sounds as (
    select * from {{ ref('int_name_sounds') }}
),

compared as (
    select
        records.person_key,
        records.record_key,
        records.agency,
        records.source_table,
        records.is_victim_side,
        case
            when not records.is_placeholder_no and coalesce(records.identity_type_code, '') <> '999'
                then records.written_no
        end as identity_no,
        records.written_no,
        records.is_placeholder_no,
        records.identity_type_code,
        records.name_normalized as written_name,
        name_sounds.name_sound,
        records.alias_normalized as alias_name,
        alias_sounds.name_sound as alias_sound,
        records.written_birth_date as birth_date,
        case when records.written_sex_code in ('1', '2') then records.written_sex_code end as sex_code,
        records.residence_region_code,
        records.phone_hash,
        records.fingerprint
    from records
    left join sounds as name_sounds on records.name_normalized = name_sounds.written_name
    left join sounds as alias_sounds on records.alias_normalized = alias_sounds.written_name
),

read_numbers as (
    select
        *,
        coalesce(
            length(identity_no) = 18 and {{ is_identity_no_valid('identity_no', "'111'") }}, false
        ) as is_resident_no_valid,
        length(identity_no) = 18 and {{ regex_like('identity_no', '^[0-9]{17}[0-9X]$') }}
            as is_resident_no
    from compared
),

final as (
    select
        *,
        case
            when is_resident_no
                then {{ cast_or_null(
                    "substr(identity_no, 7, 4) || '-' || substr(identity_no, 11, 2) || '-'"
                    ~ " || substr(identity_no, 13, 2)", 'date'
                ) }}
        end as number_birth_date
    from read_numbers
)

select
    *,
    -- A valid number beside a birth date that it does not have may be somebody else's.
    is_resident_no_valid and coalesce(birth_date = number_birth_date, true) as is_number_trusted,
    {{ hashed_id('', [
        'identity_no', 'written_name', 'name_sound', 'alias_name', 'alias_sound', 'birth_date', 'sex_code',
        'residence_region_code', 'phone_hash', 'is_victim_side',
    ]) }} as feature_hash
from final
