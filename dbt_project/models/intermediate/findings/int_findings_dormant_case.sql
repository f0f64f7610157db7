-- Grain: one case in investigation with a suspect in hand in which nothing was recorded for half a year.
-- Nuance: anything that was done counts: events, documents, when made or when entered. A case whose suspects
-- are all at large waits for them, it is not dormant.
{%- set dormant_days = 180 %}
with

stages as (
    select case_id, stage
    from {{ ref('int_stage_changes') }}
    qualify row_number() over (partition by case_id order by stage_seq desc) = 1
),

-- The police say that they sent it on, even where no review is linked to it.
sent_on as (
    select distinct case_id
    from {{ ref('int_clock_facts') }}
    where event_type in ('transferred_for_prosecution', 'transfer_received')
),

in_hand as (
    select distinct case_id
    from {{ ref('int_clock_facts') }}
    where event_type in ('suspect_appeared', 'detained', 'arrested', 'bail_started', 'rs_decision_executed')
),

acts as (
    select case_id, occurred_at as acted_at
    from {{ ref('int_clock_facts') }}
    union all
    select case_id, made_at
    from {{ ref('int_documents_merged') }}
    union all
    select case_id, entered_at
    from {{ ref('int_documents_merged') }}
),

last_acts as (
    select
        acts.case_id,
        parameters.as_of,
        max(acts.acted_at) as last_act_at
    from acts
    cross join {{ source('ledger', 'build_parameters') }} as parameters
    where cast(acts.acted_at as date) <= parameters.as_of
    group by acts.case_id, parameters.as_of
),

last_events as (
    select case_id, event_id
    from {{ ref('int_clock_facts') }}
    qualify row_number() over (partition by case_id order by occurred_at desc, event_id) = 1
),

found as (
    select
        last_acts.case_id,
        last_acts.last_act_at,
        last_events.event_id,
        sent_on.case_id is not null as is_sent_on,
        {{ days_between('cast(last_acts.last_act_at as date)', 'last_acts.as_of') }} as quiet_days
    from last_acts
    inner join stages on last_acts.case_id = stages.case_id and stages.stage = 'investigation'
    inner join in_hand on last_acts.case_id = in_hand.case_id
    left join sent_on on last_acts.case_id = sent_on.case_id
    left join last_events on last_acts.case_id = last_events.case_id
),

dormant as (
    select * from found
    where not is_sent_on and quiet_days > {{ dormant_days }}
),

final as (
    {{ finding_row(
        'dormant_case', 'dormant', key='case_id', seen_at='last_act_at + interval 181 day', person='null', agency="'police'",
        days_over='quiet_days - 180', is_open='true', event='event_id',
        reason_zh="'侦查阶段有嫌疑人在案,最后一次办案活动为' || cast(cast(last_act_at as date) as varchar) || ',已停滞' || cast(quiet_days as varchar) || '日。'",
        reason_en="'In investigation with a suspect in hand; the last act was on ' || cast(cast(last_act_at as date) as varchar) || ', ' || cast(quiet_days as varchar) || ' days ago.'",
        evidence={'last_act_on': 'cast(cast(last_act_at as date) as varchar)', 'quiet_days': 'quiet_days'}
    ) }}
)

select * from final
