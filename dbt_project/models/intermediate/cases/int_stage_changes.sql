-- Grain: one change of stage of one case, in order.
-- Belongs here: the one rule that says in which stage a case is; events after the day of judgement do
-- not count. Keep out: durations and limits.
-- Nuance: the latest event that belongs to a stage decides; on one day the later stage of the process.
-- Nonprosecution of one suspect closes the case only when nobody of the case is prosecuted; execution
-- documents close it unless they went to community correction.
{%- set stages = [
    ('case_received', 'filing', 1), ('filing_decision', 'investigation', 2),
    ('case_transferred_in', 'investigation', 2),
    ('arrest_request_received', 'arrest_review', 3), ('arrest_decision', 'investigation', 4),
    ('returned_for_supplementary', 'investigation', 6),
    ('transfer_received', 'prosecution_review', 5), ('resubmitted', 'prosecution_review', 7),
    ('case_accepted', 'trial', 8), ('remand_received', 'trial', 8),
    ('appeal_accepted', 'second_instance', 9), ('judgment_effective', 'execution', 10),
    ('correction_started', 'community_correction', 11),
    ('no_filing_decision', 'closed', 12), ('withdrawal_decision', 'closed', 12),
    ('termination_decision', 'closed', 12), ('correction_released', 'closed', 13),
    ('correction_recalled', 'closed', 13), ('prosecution_withdrawn', 'closed', 12),
] %}
with

events as (
    select events.*
    from {{ ref('int_events_merged') }} as events
    cross join {{ source('ledger', 'build_parameters') }} as parameters
    where cast(events.occurred_at as date) <= parameters.as_of
),

prosecuted_cases as (
    select distinct case_id from events
    where event_type in ('prosecution_decision', 'sent_to_court', 'case_accepted')
),

marks as (
    select
        case_id,
        occurred_at,
        case event_type
            {%- for event_type, stage, _ in stages %}
            when '{{ event_type }}' then '{{ stage }}'
            {%- endfor %}
        end as stage,
        case event_type
            {%- for event_type, _, rank in stages %}
            when '{{ event_type }}' then {{ rank }}
            {%- endfor %}
        end as stage_rank
    from events
    where
        event_type in (
            {%- for event_type, _, _ in stages %}'{{ event_type }}'{{ ', ' if not loop.last }}{% endfor -%}
        )
    union all
    select events.case_id, events.occurred_at, 'closed', 12
    from events
    left join prosecuted_cases on events.case_id = prosecuted_cases.case_id
    where events.event_type = 'nonprosecution_decision' and prosecuted_cases.case_id is null
    union all
    select case_id, occurred_at, 'closed', 12
    from events
    where
        event_type = 'documents_delivered'
        and coalesce({{ json_text('attributes', 'organ_type') }}, '') <> '30'
),

ordered as (
    select
        *,
        lag(stage) over (
            partition by case_id order by cast(occurred_at as date), stage_rank, occurred_at
        ) as stage_before,
        row_number() over (
            partition by case_id order by cast(occurred_at as date), stage_rank, occurred_at
        ) as mark_number
    from marks
),

changes as (
    select * from ordered
    where stage is distinct from stage_before
),

final as (
    select
        case_id,
        row_number() over (partition by case_id order by mark_number) as stage_seq,
        stage,
        occurred_at as started_at,
        lead(occurred_at) over (partition by case_id order by mark_number) as ended_at
    from changes
)

select * from final
