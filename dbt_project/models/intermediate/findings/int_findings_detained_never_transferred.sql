-- Grain: one person detained more than a year ago whom nobody sent to the procuratorate.
-- Nuance: twelve months are the longest that bail after detention may last, so by then something must have
-- been decided. Withdrawn, terminated and not prosecuted cases are decided; a transfer that names nobody
-- concerns everybody of the case.
{%- set hanging_months = 12 %}
with

facts as (select * from {{ ref('int_clock_facts') }}),

detained as (
    select
        case_id,
        person_id,
        min(occurred_at) as detained_at,
        min(event_id) as event_id,
        min(source_record_id) as measure_no
    from facts
    where event_type in ('detained', 'arrested') and person_id is not null
    group by case_id, person_id
),

sent as (
    select case_id, person_id
    from {{ ref('int_clock_events') }}
    where event_type in ('transferred_for_prosecution', 'transfer_received', 'case_accepted')
    union
    select case_id, person_id
    from facts
    where event_type in ('nonprosecution_decision', 'conditional_decision')
    union
    select case_id, null
    from facts
    where event_type in ('withdrawal_decision', 'termination_decision')
),

found as (
    select
        detained.*,
        {{ days_between('cast(detained.detained_at as date)', 'parameters.as_of') }} as hanging_days
    from detained
    cross join {{ source('ledger', 'build_parameters') }} as parameters
    left join sent
        on
            detained.case_id = sent.case_id
            and detained.person_id = coalesce(sent.person_id, detained.person_id)
    where
        sent.case_id is null
        and {{ add_months('cast(detained.detained_at as date)', hanging_months) }} < parameters.as_of
),

final as (
    {{ finding_row(
        'detained_never_transferred', 'found', key='event_id', seen_at=add_months('cast(detained_at as date)', hanging_months), agency="'police'",
        is_open='true', event='event_id',
        reason_zh="cast(cast(detained_at as date) as varchar) || '被刑事拘留,至今' || cast(hanging_days as varchar) || '日未移送审查起诉,也未撤案。'",
        reason_en="'Detained on ' || cast(cast(detained_at as date) as varchar) || '; ' || cast(hanging_days as varchar) || ' days later neither sent to the procuratorate nor withdrawn.'",
        evidence={'detained_on': 'cast(cast(detained_at as date) as varchar)', 'hanging_days': 'hanging_days'}
    ) }}
)

select * from final
