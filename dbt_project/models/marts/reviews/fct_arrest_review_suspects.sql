-- Grain: one suspect of one live arrest review.
-- Nuance: as it stood on the day of judgement, so dates after it are NULL. An objection names a case,
-- not a person: every suspect of the review whose arrest was refused before it carries it.
with

parameters as (select * from {{ source('ledger', 'build_parameters') }}),

charges as (
    select case_no, person_seq, charge_code
    from {{ ref('stg_procuratorate__arrest_review_charges') }}
    qualify row_number() over (
        partition by case_no, person_seq order by coalesce(is_main_charge, false) desc, item_seq
    ) = 1
),

objections as (
    select case_id, cast(sent_at as date) as objected_date
    from {{ ref('fct_handoffs') }}
    where business_type in ('B205', 'B206') and returned_at is null and case_id is not null
),

suspects as (
    select
        suspects.case_no,
        suspects.item_seq,
        suspects.person_seq,
        cases.case_id,
        persons.person_id,
        reviews.procuratorate_code,
        reviews.unit_code,
        charges.charge_code,
        suspects.is_in_custody,
        {{ as_judged('reviews.accepted_date') }} as accepted_date,
        {{ as_judged('suspects.decided_date') }} as decided_date,
        case when {{ as_judged('suspects.decided_date') }} is not null then suspects.arrest_decision_code end
            as arrest_decision,
        suspects.recorded_at,
        suspects.source_table,
        suspects._source_file,
        suspects._source_row
    from {{ ref('stg_procuratorate__arrest_review_suspects') }} as suspects
    cross join parameters
    inner join {{ ref('stg_procuratorate__arrest_reviews') }} as reviews on suspects.case_no = reviews.case_no
    left join charges
        on suspects.case_no = charges.case_no and suspects.person_seq = charges.person_seq
    left join {{ ref('int_case_components') }} as cases
        on {{ record_key('procuratorate', 'arrest_review', 'suspects.case_no') }} = cases.record_key
    left join {{ ref('int_person_components') }} as persons
        on {{ record_key('procuratorate', 'arrest_review', 'suspects.source_person_no') }} = persons.person_key
),

objected as (
    select
        suspects.case_no,
        suspects.item_seq,
        min(objections.objected_date) as objected_date
    from suspects
    inner join objections
        on suspects.case_id = objections.case_id and suspects.decided_date <= objections.objected_date
    cross join parameters
    where suspects.arrest_decision in ('A21', 'A22', 'A23') and objections.objected_date <= parameters.as_of
    group by suspects.case_no, suspects.item_seq
),

final as (
    select
        suspects.case_no as arrest_review_no,
        cast(suspects.item_seq as integer) as suspect_seq,
        suspects.case_id,
        suspects.person_id,
        suspects.procuratorate_code,
        suspects.unit_code,
        suspects.charge_code,
        suspects.is_in_custody,
        coalesce(case_persons.is_juvenile, false) as is_juvenile,
        row_number() over (partition by suspects.case_no order by suspects.item_seq) = 1 as is_first_suspect,
        suspects.accepted_date,
        suspects.decided_date,
        suspects.arrest_decision,
        objected.objected_date,
        requests.case_id is not null as has_handoff,
        coalesce(agencies.has_police_record, false) as has_police_record,
        suspects.recorded_at,
        suspects.source_table,
        suspects._source_file,
        suspects._source_row
    from suspects
    left join objected on suspects.case_no = objected.case_no and suspects.item_seq = objected.item_seq
    left join {{ ref('int_case_handoffs') }} as requests
        on suspects.case_id = requests.case_id and requests.business_type_code = 'B201'
    left join {{ ref('int_case_agencies') }} as agencies on suspects.case_id = agencies.case_id
    left join {{ ref('int_case_persons') }} as case_persons
        on
            suspects.case_id = case_persons.case_id
            and suspects.person_id = case_persons.person_id
            and case_persons.side = 'accused'
)

select * from final
