-- Grain: one case of an offence that victims report, with the features by which acts are compared.
-- Nuance: only what the allow-list names (seed pattern_offences); withdrawn and merged records were joined into
-- their case before. Refused filings stay: an act may be too small alone.
-- Keep out: anything about persons.
select
    facts.case_id,
    facts.offence_family as family,
    facts.offence_kind as kind,
    facts.longitude,
    facts.latitude,
    facts.offence_started_at,
    facts.offence_ended_at,
    facts.premises_code as premises,
    facts.amount_yuan,
    facts.charge_code,
    facts.modus_codes,
    words.tools,
    words.goods,
    words.marks,
    words.identifiers,
    words.terms
from {{ ref('int_case_facts') }} as facts
cross join {{ source('ledger', 'build_parameters') }} as parameters
left join {{ ref('int_case_words') }} as words on facts.text_key = words.text_key
where
    facts.offence_family is not null
    and cast(coalesce(facts.offence_started_at, facts.accepted_at) as date) <= parameters.as_of
