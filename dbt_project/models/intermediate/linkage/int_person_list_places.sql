-- Grain: one written person with the list in which it stands and the number that can be relied on.
-- Nuance: a list (the accused of one record, the victims of one case) names different humans. The hashes tell
-- the next build whether the person stands where it stood.
-- Belongs here: what keeps two records apart, and in which case they are. Keep out: what joins them
-- (int_person_links).
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    pre_hook="{{ forget_persons(
        ['person_key'], 'select person_key from ' ~ ref('int_person_touched') ~ ' where is_moved'
    ) }}"
) }}
select
    records.agency,
    records.source_table,
    records.source_record_id,
    records.source_person_no,
    records.person_key,
    records.record_key,
    features.is_victim_side,
    features.is_resident_no_valid,
    features.is_number_trusted,
    records.record_key || case when records.is_victim_side then ':' || records.person_role else '' end
        as list_key,
    case when features.is_number_trusted then features.identity_no end as trusted_no,
    touched.case_id,
    touched.routes_hash,
    touched.bonds_hash,
    touched.words_hash
from {{ ref('int_person_touched') }} as touched
inner join {{ ref('int_person_records') }} as records on touched.person_key = records.person_key
inner join {{ ref('int_person_features') }} as features on touched.person_key = features.person_key
where touched.is_moved
