-- Grain: one defendant of one live case record of a court, of any instance.
-- Nuance: as it stood on the day of judgement. The sentence of a second instance is the one in force
-- after it; `effective_date` is filled in the record whose judgment took effect, so one person counts
-- once per case among effective judgments.
with

parameters as (select * from {{ source('ledger', 'build_parameters') }}),

trials as (select * from {{ ref('fct_trials') }}),

charges as (
    select court_case_id, person_seq, charge_code
    from {{ ref('stg_court__case_defendant_charges') }}
    qualify row_number() over (partition by court_case_id, person_seq order by item_seq) = 1
),

counsels as (
    select
        court_case_id,
        person_seq,
        -- Retained or assigned counsel is a defence; a duty lawyer alone is advice.
        min(counsel_type_code) as counsel_type_code
    from {{ ref('stg_court__case_defendant_counsels') }}
    group by court_case_id, person_seq
),

appeals as (
    select
        appeals.court_case_id,
        appeals.person_seq,
        min(appeals.appealed_date) as appealed_date
    from {{ ref('stg_court__case_appeals') }} as appeals
    cross join parameters
    where appeals.appeal_type_code = '10' and appeals.appealed_date <= parameters.as_of
    group by appeals.court_case_id, appeals.person_seq
),

corrections as (
    select
        corrections.case_id,
        corrections.person_id,
        min(corrections.started_date) as registered_date
    from {{ ref('fct_corrections') }} as corrections
    cross join parameters
    where corrections.started_date <= parameters.as_of
    group by corrections.case_id, corrections.person_id
),

defendants as (
    select
        defendants.*,
        trials.case_id,
        persons.person_id,
        trials.court_code,
        trials.unit_code,
        trials.instance,
        trials.procedure_code,
        trials.is_public_prosecution,
        trials.pronounced_date,
        trials.effective_date,
        trials.closed_date,
        trials.close_type_code,
        charges.charge_code,
        counsels.counsel_type_code,
        appeals.appealed_date,
        parameters.as_of,
        case when coalesce(trials.pronounced_date, trials.closed_date) is not null then defendants.verdict_code end
            as verdict
    from {{ ref('stg_court__case_defendants') }} as defendants
    cross join parameters
    inner join trials on defendants.court_case_id = trials.court_case_id
    left join {{ ref('int_person_components') }} as persons
        on {{ record_key('court', 'cases', 'defendants.source_person_no') }} = persons.person_key
    left join charges
        on defendants.court_case_id = charges.court_case_id and defendants.person_seq = charges.person_seq
    left join counsels
        on defendants.court_case_id = counsels.court_case_id and defendants.person_seq = counsels.person_seq
    left join appeals
        on defendants.court_case_id = appeals.court_case_id and defendants.person_seq = appeals.person_seq
),

accusations as (
    select persons.person_id, persons.case_id, cast(cases.filed_at as date) as filed_date
    from {{ ref('int_case_persons') }} as persons
    inner join {{ ref('dim_cases') }} as cases on persons.case_id = cases.case_id
    where persons.side = 'accused' and cases.filed_at is not null
),

reoffences as (
    select defendants.court_case_id, defendants.item_seq, min(accusations.filed_date) as reoffended_date
    from defendants
    inner join accusations
        on
            defendants.person_id = accusations.person_id
            and defendants.case_id <> accusations.case_id
            and defendants.effective_date < accusations.filed_date
    group by defendants.court_case_id, defendants.item_seq
),

final as (
    select
        defendants.court_case_id,
        cast(defendants.item_seq as integer) as defendant_seq,
        defendants.case_id,
        defendants.person_id,
        defendants.court_code,
        defendants.unit_code,
        defendants.charge_code,
        coalesce(case_persons.is_juvenile, false) as is_juvenile,
        defendants.instance,
        defendants.procedure_code,
        defendants.is_public_prosecution,
        defendants.pronounced_date,
        defendants.effective_date,
        defendants.closed_date,
        defendants.close_type_code,
        defendants.verdict,
        case when defendants.verdict is not null then defendants.sentence_type_code end as sentence_type,
        case when defendants.verdict is not null then cast(defendants.sentence_months as integer) end
            as sentence_months,
        case when defendants.verdict is not null then cast(defendants.probation_months as integer) end
            as probation_months,
        case when defendants.verdict is not null then {{ sentence_band(
            'defendants.verdict', 'defendants.sentence_type_code', 'defendants.sentence_months',
            'defendants.probation_months'
        ) }} end as sentence_band,
        defendants.has_plea_leniency,
        coalesce(defendants.has_surrendered, false) as has_surrendered,
        defendants.amount_yuan,
        defendants.counsel_type_code,
        defendants.custody_code,
        defendants.appealed_date,
        {{ as_judged('defendants.execution_documents_sent_date') }} as execution_documents_sent_date,
        defendants.execution_organ_type_code,
        -- 社区矫正法 21: to report within ten days; whoever is on no list after them is missing.
        case
            when
                (defendants.probation_months > 0 or defendants.sentence_type_code = 'M10')
                and defendants.verdict in ('C10', 'S10', 'S20')
                and {{ days_after('defendants.effective_date', 10) }} < defendants.as_of
                and coalesce(corrections.registered_date, defendants.as_of + 1)
                > {{ days_after('defendants.effective_date', 10) }}
                then {{ days_after('defendants.effective_date', 11) }}
        end as correction_missing_date,
        case
            when defendants.effective_date is not null then corrections.registered_date
        end as correction_registered_date,
        reoffences.reoffended_date,
        defendants.recorded_at,
        defendants.source_table,
        defendants._source_file,
        defendants._source_row
    from defendants
    cross join parameters
    left join corrections
        on defendants.case_id = corrections.case_id and defendants.person_id = corrections.person_id
    left join reoffences
        on defendants.court_case_id = reoffences.court_case_id and defendants.item_seq = reoffences.item_seq
    left join {{ ref('int_case_persons') }} as case_persons
        on
            defendants.case_id = case_persons.case_id
            and defendants.person_id = case_persons.person_id
            and case_persons.side = 'accused'
)

select * from final
