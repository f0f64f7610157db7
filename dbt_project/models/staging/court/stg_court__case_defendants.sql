-- Grain: one defendant of one live court case.
-- Belongs here: types and English names. Keep out: other relations and what the values mean.
with

live_rows as (
    {{ live_rows('court', 'cases', ['defendants'], name='name', identity_no='idNo') }}
),

final as (
    select
        _record_key as court_case_id,
        _item_1 as item_seq,
        _record_key || '#' || "seq" as source_person_no,
        {{ to_integer('"seq"') }} as person_seq,
        "name" as person_name,
        {{ masked_name('_name_folded') }} as masked_name,
        _name_folded as name_normalized,
        "alias" as alias_name,
        {{ sex_code('"gender"') }} as sex_code,
        cast("birthDate" as date) as birth_date,
        "idType" as identity_type_code,
        "idNo" as identity_no,
        {{ normalize_identity_no('_identity_folded') }} as identity_no_normalized,
        {{ is_identity_no_valid('_identity_folded', '"idType"') }} as is_identity_no_valid,
        "custody" as custody_code,
        cast("custodySince" as date) as custody_since_date,
        cast("pleaLeniency" as boolean) as has_plea_leniency,
        cast("surrender" as boolean) as has_surrendered,
        {{ to_decimal('"amount"') }} as amount_yuan,
        "result" as verdict_code,
        "penalty__mainType" as sentence_type_code,
        {{ to_integer('"penalty__termMonths"') }} as sentence_months,
        {{ to_integer('"penalty__probationMonths"') }} as probation_months,
        {{ to_decimal('"penalty__fineYuan"') }} as fine_yuan,
        "execution__organType" as execution_organ_type_code,
        "execution__organCode" as execution_organ_code,
        cast("execution__docSentAt" as date) as execution_documents_sent_date,
        {{ version_time() }} as recorded_at,
        {{ source_columns('court', 'cases') }}
    from live_rows
)

select * from final
