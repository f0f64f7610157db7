-- Grain: one person detained more than a year ago whom nobody sent to the procuratorate.
-- Nuance: twelve months are the longest that bail after detention may last, so by then something must have
-- been decided. Withdrawn, terminated and not prosecuted cases are decided. A transfer that names nobody
-- concerns everybody of the case, unless the procuratorate's receipt of it says whom: where accomplices were
-- detained and one was sent, the paper of the police names nobody, and the others would be forgotten with it.
-- Where a receipt names somebody whom the police do not know, none of the case tells anything: linkage may
-- have missed that it is one of them.
{%- set hanging_months = 12 %}
{%- set receipt_days = 30 %}
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

transfers as (
    select case_id, person_id, event_type, occurred_at
    from {{ ref('int_clock_events') }}
    where event_type in ('transferred_for_prosecution', 'transfer_received', 'case_accepted')
),

known_to_police as (
    select distinct case_id, person_id from facts
    where agency = 'police' and person_id is not null
),

receipts as (
    select
        transfers.case_id,
        cast(transfers.occurred_at as date) as received_day,
        bool_and(known_to_police.person_id is not null) over (partition by transfers.case_id) as is_recognised
    from transfers
    left join known_to_police
        on
            transfers.case_id = known_to_police.case_id
            and transfers.person_id = known_to_police.person_id
    where transfers.event_type = 'transfer_received' and transfers.person_id is not null
),

sent as (
    select case_id, person_id
    from transfers
    where person_id is not null
    union
    select transfers.case_id, null
    from transfers
    left join receipts
        on
            transfers.case_id = receipts.case_id
            and receipts.is_recognised
            and {{ days_between('cast(transfers.occurred_at as date)', 'receipts.received_day') }} between 0 and {{ receipt_days }}
    where transfers.person_id is null and receipts.case_id is null
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
