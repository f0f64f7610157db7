-- Grain: one written person with the list in which it stands and the number that can be relied on.
-- Nuance: a list (the accused of one record, the victims of one case) names different humans.
-- Belongs here: what keeps two records apart. Keep out: what joins them (int_person_links).
select
    records.agency,
    records.source_table,
    records.source_record_id,
    records.source_person_no,
    records.person_key,
    records.record_key,
    records.record_key || case when records.is_victim_side then ':' || records.person_role else '' end
        as list_key,
    case when features.is_number_trusted then features.identity_no end as trusted_no
from {{ ref('int_person_records') }} as records
inner join {{ ref('int_person_features') }} as features on records.person_key = features.person_key
