-- Grain: one live case record of a court, of any instance.
-- Nuance: as it stood on the day of judgement, so dates after it are NULL. What became of a first
-- judgment on appeal is told by the second-instance record of the same case.
with

parameters as (select * from {{ source('ledger', 'build_parameters') }}),

trials as (
    select
        trials.*,
        cases.case_id,
        {{ as_judged('trials.filed_date') }} as judged_filed_date,
        {{ as_judged('trials.pronounced_date') }} as judged_pronounced_date,
        {{ as_judged('trials.judgment_served_date') }} as judged_served_date,
        {{ as_judged('trials.effective_date') }} as judged_effective_date,
        -- A closing written before acceptance counts on the day of acceptance: nothing ends before it begins.
        {{ as_judged('case when trials.closed_date < trials.filed_date then trials.filed_date else trials.closed_date end') }} as judged_closed_date,
        case trials.case_kind when '刑初' then 'first' when '刑终' then 'second' else 'remand' end as instance,
        parameters.as_of
    from {{ ref('stg_court__cases') }} as trials
    cross join parameters
    left join {{ ref('int_case_components') }} as cases
        on {{ record_key('court', 'cases', 'trials.court_case_id') }} = cases.record_key
),

charges as (
    select court_case_id, charge_code
    from {{ ref('stg_court__case_defendant_charges') }}
    qualify row_number() over (partition by court_case_id order by person_seq, item_seq) = 1
),

-- The gravest word about any defendant is what the second instance did to the judgment.
results as (
    select
        court_case_id,
        case
            when bool_or(verdict_code = 'S30') then 'remanded'
            when bool_or(verdict_code = 'S20') then 'reversed'
            when bool_or(verdict_code = 'S10') then 'upheld'
            when bool_or(verdict_code = 'S40') then 'withdrawn'
        end as appeal_result
    from {{ ref('stg_court__case_defendants') }}
    group by court_case_id
),

hearings as (
    select distinct court_case_id
    from {{ ref('stg_court__case_hearings') }}
    where coalesce(hearing_status, '已开庭') = '已开庭'
),

appeals as (
    select
        appeals.court_case_id,
        min(appeals.appealed_date) filter (where appeals.appeal_type_code = '10') as appealed_date,
        min(appeals.appealed_date) filter (where appeals.appeal_type_code = '20') as protested_date
    from {{ ref('stg_court__case_appeals') }} as appeals
    cross join parameters
    where appeals.appealed_date <= parameters.as_of
    group by appeals.court_case_id
),

-- First and second instance of one matter, by the quoted number, else by the case.
second_instances as (
    select
        seconds.case_id,
        seconds.origin_case_no_normalized,
        seconds.judged_closed_date,
        results.appeal_result
    from trials as seconds
    inner join results on seconds.court_case_id = results.court_case_id
    where seconds.instance = 'second' and seconds.judged_closed_date is not null
),

overturned as (
    select
        firsts.court_case_id,
        min(seconds.judged_closed_date) as overturned_date
    from trials as firsts
    inner join second_instances as seconds
        on firsts.case_id = seconds.case_id and firsts.judged_pronounced_date <= seconds.judged_closed_date
    where
        firsts.instance <> 'second'
        and seconds.appeal_result in ('reversed', 'remanded')
        and coalesce(seconds.origin_case_no_normalized, firsts.case_no_normalized) = firsts.case_no_normalized
    group by firsts.court_case_id
),

protested_cases as (
    select distinct trials.case_id
    from trials
    inner join appeals on trials.court_case_id = appeals.court_case_id
    where appeals.protested_date is not null
),

custody as (
    select court_case_id, bool_or(custody_code = '10') as has_custody
    from {{ ref('stg_court__case_defendants') }}
    group by court_case_id
),

-- When the whole matter was filed and first sent to the procuratorate.
matters as (
    select
        events.case_id,
        cast(min(events.occurred_at) filter (where events.event_type = 'filing_decision') as date) as filed_date,
        cast(min(events.occurred_at) filter (where events.event_type = 'transferred_for_prosecution') as date)
            as transferred_date
    from {{ ref('int_events_merged') }} as events
    where events.event_type in ('filing_decision', 'transferred_for_prosecution')
    group by events.case_id
),

mandatory as (
    select count(*) as mandatory_count
    from {{ ref('flow_requirements') }}
    where is_mandatory_step
),

-- Which steps a case must take on the platform is a list of the house (seed flow_requirements).
steps as (
    select
        handoffs.case_id,
        count(*) as step_count,
        count(*) filter (where handoffs.is_online and requirements.is_mandatory_step) as online_count,
        bool_and(handoffs.is_single_track) filter (where requirements.is_mandatory_step) as is_single_track,
        max(mandatory.mandatory_count) as mandatory_count
    from {{ ref('int_case_handoffs') }} as handoffs
    left join {{ ref('flow_requirements') }} as requirements
        on handoffs.business_type_code = requirements.business_code
    cross join mandatory
    group by handoffs.case_id
),

final as (
    select
        trials.court_case_id,
        trials.case_id,
        trials.court_code,
        trials.unit_code,
        charges.charge_code,
        trials.instance,
        trials.procedure_code,
        trials.indictment_no is not null or trials.procuratorate_code is not null as is_public_prosecution,
        trials.judged_filed_date as filed_date,
        trials.judged_pronounced_date as pronounced_date,
        coalesce(trials.is_pronounced_in_court, false) as is_pronounced_in_court,
        trials.judged_served_date as served_date,
        trials.judged_effective_date as effective_date,
        trials.judged_closed_date as closed_date,
        case when trials.judged_closed_date is not null then trials.close_type_code end as close_type_code,
        cast({{ days_between('trials.judged_filed_date', 'trials.judged_closed_date') }} as integer) as trial_days,
        {%- for months in (12, 24) %}
        case
            when
                {{ months_after('trials.judged_filed_date', months) }} <= trials.as_of
                and coalesce(trials.judged_closed_date, trials.as_of + 1)
                > {{ months_after('trials.judged_filed_date', months) }}
                then {{ months_after('trials.judged_filed_date', months) }}
        end as over_{{ months }}_months_date,
        {%- endfor %}
        appeals.appealed_date,
        appeals.protested_date,
        least(appeals.appealed_date, appeals.protested_date) as contested_date,
        overturned.overturned_date,
        case when trials.instance = 'second' and trials.judged_closed_date is not null then results.appeal_result end
            as appeal_result,
        trials.instance = 'second' and protested_cases.case_id is not null as is_protest,
        hearings.court_case_id is not null as is_heard,
        coalesce(custody.has_custody, false) as has_custody,
        -- B702 tells the detention house whose detainee the person now is (换押).
        exchanges.first_received_at as custody_transferred_at,
        matters.filed_date as matter_filed_date,
        matters.transferred_date as matter_transferred_date,
        cast({{ days_between('matters.transferred_date', 'trials.judged_pronounced_date') }} as integer)
            as days_from_transfer,
        cast({{ days_between('matters.filed_date', 'trials.judged_effective_date') }} as integer) as days_from_filing,
        coalesce(steps.step_count > 0, false) as is_on_platform,
        coalesce(steps.online_count = steps.mandatory_count, false) as is_fully_online,
        coalesce(steps.is_single_track, false) as is_single_track,
        indictments.case_id is not null as has_handoff,
        coalesce(agencies.has_prosecution_record, false) as has_prosecution_record,
        trials.recorded_at,
        trials.source_table,
        trials._source_file,
        trials._source_row
    from trials
    left join charges on trials.court_case_id = charges.court_case_id
    left join results on trials.court_case_id = results.court_case_id
    left join hearings on trials.court_case_id = hearings.court_case_id
    left join appeals on trials.court_case_id = appeals.court_case_id
    left join overturned on trials.court_case_id = overturned.court_case_id
    left join protested_cases on trials.case_id = protested_cases.case_id
    left join custody on trials.court_case_id = custody.court_case_id
    left join matters on trials.case_id = matters.case_id
    left join steps on trials.case_id = steps.case_id
    left join {{ ref('int_case_handoffs') }} as exchanges
        on trials.case_id = exchanges.case_id and exchanges.business_type_code = 'B702'
    left join {{ ref('int_case_handoffs') }} as indictments
        on trials.case_id = indictments.case_id and indictments.business_type_code = 'B401'
    left join {{ ref('int_case_agencies') }} as agencies on trials.case_id = agencies.case_id
)

select * from final
