-- Grain: one person in custody who went on to the next organ without a recorded exchange of custody.
-- Nuance: the exchange is online (B701 to the procuratorate, B702 to the court) or on paper (documents 1038,
-- 2030, 3022). Hand-offs name the person as somebody wrote the name; any way of writing the person that the
-- case knows will do. Judged seven days after the transfer, and only where such exchanges are delivered at all.
{%- set days_allowed = 7 %}
{%- set steps = {
    'procuratorate': ('transfer_received', 'B701', "'1038'"),
    'court': ('case_accepted', 'B702', "'2030', '3022'"),
} %}
with

facts as (select * from {{ ref('int_clock_facts') }}),

arrivals as (
    {%- for step, (event_type, business_type, _) in steps.items() %}
    select
        event_id,
        case_id,
        person_id,
        '{{ step }}' as step,
        occurred_at,
        source_record_id,
        coalesce({{ json_text('attributes', 'in_custody') }} = 'true', false) as is_in_custody
    from facts
    where event_type = '{{ event_type }}'
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

moves as (
    select * exclude (is_in_custody) from arrivals
    where is_in_custody
),

spellings as (
    select distinct
        cases.case_id,
        components.person_id,
        records.name_normalized,
        records.identity_no_normalized
    from {{ ref('int_person_records') }} as records
    inner join {{ ref('int_person_components') }} as components on records.person_key = components.person_key
    inner join {{ ref('int_case_components') }} as cases on records.record_key = cases.record_key
),

flows as (
    select
        *,
        case business_type_code when 'B701' then 'procuratorate' else 'court' end as step
    from {{ ref('int_handoffs') }}
    where business_type_code in ('B701', 'B702') and flow_status_code <> 'B'
),

recognised as (
    select distinct
        flows.flow_no,
        flows.case_id,
        flows.step,
        spellings.person_id
    from flows
    inner join spellings
        on
            flows.case_id = spellings.case_id
            and (
                flows.identity_no_normalized = spellings.identity_no_normalized
                or flows.name_normalized = spellings.name_normalized
            )
),

exchanged_online as (select distinct case_id, person_id, step from recognised),

exchanged_on_paper as (
    select distinct
        case_id,
        person_id,
        case document_type_code when '1038' then 'procuratorate' else 'court' end as step
    from {{ ref('int_documents_merged') }}
    where
        document_type_code in ('1038', '2030', '3022')
        and document_status_code not in ('02', '04')
),

-- An exchange of somebody who is not among those that went on: linkage did not recognise one of them (无名氏).
exchanged_strangers as (
    select
        flows.case_id,
        flows.step,
        flows.flow_no as stranger
    from flows
    left join recognised on flows.flow_no = recognised.flow_no
    left join moves
        on
            recognised.case_id = moves.case_id
            and recognised.step = moves.step
            and recognised.person_id = moves.person_id
    where moves.event_id is null
    union
    select
        exchanged_on_paper.case_id,
        exchanged_on_paper.step,
        exchanged_on_paper.person_id
    from exchanged_on_paper
    left join arrivals
        on
            exchanged_on_paper.case_id = arrivals.case_id
            and exchanged_on_paper.step = arrivals.step
            and exchanged_on_paper.person_id = arrivals.person_id
    where exchanged_on_paper.person_id is not null and arrivals.event_id is null
),

strangers as (
    select
        case_id,
        step,
        count(distinct stranger) as stranger_count
    from exchanged_strangers
    group by case_id, step
),

senders as (
    select distinct
        case_id,
        person_id,
        case agency when 'police' then 'procuratorate' else 'court' end as step
    from facts
    where agency in ('police', 'procuratorate') and person_id is not null
),

-- An exchange is found by the number of the sender's case: a record that hangs on the case by persons and days
-- alone and shares nobody with a case of the sender may be linked to the wrong one, and then nothing can be
-- missed. One that was found by a number is right also where the sender did not know who the person was (无名氏).
trusted_records as (
    select distinct
        moves.source_record_id,
        moves.step
    from moves
    inner join senders
        on
            moves.case_id = senders.case_id
            and moves.person_id = senders.person_id
            and moves.step = senders.step
    union
    select
        moves.source_record_id,
        moves.step
    from moves
    inner join {{ ref('int_case_components') }} as records
        on
            moves.case_id = records.case_id
            and moves.step = records.agency
            and moves.source_record_id = records.source_record_id
    where records.link_method not in ('people_and_days', 'single') and records.link_probability >= 0.999
),

exchanged as (
    select case_id, person_id, step from exchanged_online
    union
    select case_id, person_id, step from exchanged_on_paper
),

delivered_steps as (select distinct step from exchanged),

unexchanged as (
    select
        moves.*,
        row_number() over (partition by moves.case_id, moves.step order by moves.person_id, moves.event_id) as place
    from moves
    inner join delivered_steps on moves.step = delivered_steps.step
    cross join {{ source('ledger', 'build_parameters') }} as parameters
    left join exchanged
        on
            moves.case_id = exchanged.case_id
            and moves.step = exchanged.step
            -- A certificate that names nobody stands for everybody of the case.
            and moves.person_id = coalesce(exchanged.person_id, moves.person_id)
    where
        exchanged.case_id is null
        and cast(moves.occurred_at as date) + {{ days_allowed }} < parameters.as_of
),

found as (
    select unexchanged.*
    from unexchanged
    left join strangers
        on unexchanged.case_id = strangers.case_id and unexchanged.step = strangers.step
    inner join trusted_records
        on
            unexchanged.source_record_id = trusted_records.source_record_id
            and unexchanged.step = trusted_records.step
    where unexchanged.place > coalesce(strangers.stranger_count, 0)
),

final as (
    {{ finding_row(
        'custody_handover_missing', 'found', key="event_id || '#' || step", seen_at='occurred_at + interval 7 day', agency='step',
        event='event_id',
        reason_zh="case step when 'procuratorate' then '在押人员于' || cast(cast(occurred_at as date) as varchar) || '随案移送检察院' else '在押人员于' || cast(cast(occurred_at as date) as varchar) || '随案移送法院' end || ',七日内没有网上换押,也没有换押证。'",
        reason_en="'A person in custody went on to the ' || step || ' on ' || cast(cast(occurred_at as date) as varchar) || '; no exchange of custody, online or on paper, within seven days.'",
        evidence={'step': 'step', 'transferred_on': 'cast(cast(occurred_at as date) as varchar)'}
    ) }}
)

select * from final
