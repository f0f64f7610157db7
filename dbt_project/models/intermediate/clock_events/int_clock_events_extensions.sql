-- Grain: one request for, or grant of, more time of custody during the investigation, as a clock needs it.
-- Belongs here: who approved, in the words of the rules, derived from code and level of the agency. Keep
-- out: whether that was in time and in order (the engine judges).
-- Nuance: 156 needs the next higher procuratorate, so the level at which the case is handled counts.
-- Where no approving agency was delivered the rightful one is assumed and said so: an empty optional
-- column proves no void extension.
{%- set kinds = [
    ('ext156', 'superior_procuratorate'), ('ext158', 'provincial_procuratorate'),
    ('ext159', 'provincial_procuratorate'),
] %}
with

facts as (
    select
        *,
        {{ json_text('attributes', 'kind') }} as kind,
        {{ json_text('attributes', 'approver') }} as approver_code,
        {{ json_text('attributes', 'from') }} as from_date
    from {{ ref('int_clock_facts') }}
    where
        event_type in ('extension_granted', 'extension_requested')
        and source_table = 'extensions'
),

agencies as (select * from {{ ref('agencies') }}),

-- The number of an extension begins with that of the person, and so with the unit that handles the case.
levels as (
    select
        facts.*,
        approvers.agency_type as approver_type,
        approvers.level as approver_level,
        coalesce(handlers.level, 'county') as handling_level
    from facts
    left join agencies as approvers on facts.approver_code = approvers.agency_code
    left join agencies as handlers
        on
            substr(facts.source_record_id, 2, 6) = handlers.area_code
            and handlers.agency_type = 'police'
),

approved as (
    select
        *,
        case
            when approver_code is null
                then case kind
                    {%- for kind, approver in kinds %}
                    when '{{ kind }}' then '{{ approver }}'
                    {%- endfor %}
                end
            when approver_type = 'procuratorate' and approver_level = 'province'
                then
                    case
                        when kind = 'ext156' and handling_level = 'city' then 'superior_procuratorate'
                        else 'provincial_procuratorate'
                    end
            when approver_type = 'procuratorate' and approver_level = 'city' and handling_level = 'county'
                then 'superior_procuratorate'
            else coalesce(approver_type, 'unknown')
        end as approver,
        case when approver_code is null then true end as is_approver_assumed,
        -- Article 159 is about nothing else than ten years or more.
        case when kind = 'ext159' then true end as gt10y
    from levels
    where event_type = 'extension_granted'
),

-- The end of the period before the extension stands in the record; the request must come seven days
-- before it. The clock is known from the request on.
asked as (
    select * from facts
    where event_type = 'extension_requested' and from_date is not null
),

final as (
    {{ clock_event_rows('approved', 'extension_granted', rules="'investigation_custody'", attributes={'kind': 'kind', 'approver': 'approver', 'gt10y': 'gt10y', 'is_approver_assumed': 'is_approver_assumed'}) }}
    union all
    {{ clock_event_rows('asked', 'custody_expiry', rules="'investigation_custody_extension_request'", attributes={'date': 'from_date'}, scope='source_record_id') }}
    union all
    {{ clock_event_rows('asked', 'extension_requested', rules="'investigation_custody_extension_request'", scope='source_record_id') }}
)

select * from final
