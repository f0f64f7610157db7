-- Grain: one written person that is new, gone or written otherwise than when persons were linked last.
-- Nuance: also changed are all who bear a number that became a placeholder, or is one no longer. Without an
-- earlier linkage everybody is changed.
-- Belongs here: what changed in what is written. Keep out: where somebody stands (int_person_touched), whom
-- to compare with (int_person_compared).
{{ config(materialized='table', pre_hook="{{ begin_person_links() }}", post_hook="{{ person_links_are_underway() }}") }}
{%- set levels = ref('int_person_model_levels') %}
{%- set keeps_links = can_keep_person_links(person_links_version()) %}
with

written as (
    select
        person_key,
        name_normalized,
        {{ group_hash([
            'record_key', 'agency', 'source_table', 'source_record_id', 'source_person_no', 'person_role',
            'is_victim_side', 'name_normalized', 'alias_normalized', 'identity_no_normalized',
            'identity_type_code', 'written_birth_date', 'written_sex_code', 'residence_region_code', 'phone_hash',
        ]) }} as fingerprint
    from {{ ref('int_person_records') }}
),
{%- if keeps_links %}

-- Whose own words changed.
rewritten as (
    select
        coalesce(written.person_key, earlier.person_key) as person_key,
        written.fingerprint,
        written.person_key is null as is_gone,
        earlier.written_no as earlier_no
    from written
    full outer join {{ earlier_relation('int_person_features') }} as earlier
        on written.person_key = earlier.person_key
    where written.fingerprint is distinct from earlier.fingerprint
),
{%- else %}

rewritten as (
    select
        person_key,
        fingerprint,
        false as is_gone,
        cast(null as varchar) as earlier_no
    from written
),
{%- endif %}

bearers as (
    select
        rewritten.person_key,
        records.record_key,
        {{ widen_identity_no('records.identity_no_normalized') }} as written_no,
        sounds.name_sound
    from rewritten
    inner join {{ ref('int_person_records') }} as records on rewritten.person_key = records.person_key
    left join {{ ref('int_name_sounds') }} as sounds on records.name_normalized = sounds.written_name
),
{%- if keeps_links %}

touched_numbers as (
    select written_no from bearers
    where written_no is not null
    union
    select earlier_no from rewritten
    where earlier_no is not null
),

other_bearers as (
    select
        earlier.person_key,
        earlier.record_key,
        earlier.fingerprint,
        earlier.written_no,
        earlier.name_sound,
        earlier.is_placeholder_no
    from {{ earlier_relation('int_person_features') }} as earlier
    inner join touched_numbers on earlier.written_no = touched_numbers.written_no
    where earlier.person_key not in (select person_key from rewritten)
),

all_bearers as (
    select written_no, name_sound from bearers
    union all
    select written_no, name_sound from other_bearers
),
{%- else %}

all_bearers as (
    select written_no, name_sound from bearers
),
{%- endif %}

placeholders as (
    select written_no
    from all_bearers
    where written_no is not null
    group by written_no
    having count(distinct name_sound) >= {{ var('placeholder_number_names') }}
),

final as (
    select
        rewritten.*,
        -- Whoever is gone stands in no record.
        bearers.record_key,
        bearers.written_no,
        placeholders.written_no is not null as is_placeholder_no
    from rewritten
    left join bearers on rewritten.person_key = bearers.person_key
    left join placeholders on bearers.written_no = placeholders.written_no
    {%- if keeps_links %}
    union all
    select
        other_bearers.person_key,
        other_bearers.fingerprint,
        false,
        other_bearers.written_no,
        other_bearers.record_key,
        other_bearers.written_no,
        placeholders.written_no is not null
    from other_bearers
    left join placeholders on other_bearers.written_no = placeholders.written_no
    where other_bearers.is_placeholder_no <> (placeholders.written_no is not null)
    {%- endif %}
)

select * from final
