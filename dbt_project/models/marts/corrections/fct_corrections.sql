-- Grain: one person in one term of community correction, with the first check-in and the release.
with

check_ins as (
    select * from {{ ref('stg_justice__check_ins') }}
    qualify row_number() over (partition by correction_no order by reported_date nulls last, check_in_no) = 1
),

releases as (
    select * from {{ ref('stg_justice__releases') }}
    qualify row_number() over (partition by correction_no order by released_date desc, release_no) = 1
),

records as (
    select distinct case_id
    from {{ ref('int_case_components') }}
    where agency = 'court'
),

-- Every case in which a person is accused, by the day it was filed.
accusations as (
    select persons.person_id, persons.case_id, cast(cases.filed_at as date) as filed_date
    from {{ ref('int_case_persons') }} as persons
    inner join {{ ref('dim_cases') }} as cases on persons.case_id = cases.case_id
    where persons.side = 'accused' and cases.filed_at is not null
),

reoffences as (
    select subjects.correction_no, min(accusations.filed_date) as reoffended_date
    from {{ ref('stg_justice__subjects') }} as subjects
    inner join {{ ref('int_person_components') }} as persons
        on {{ record_key('justice', 'subjects', 'subjects.correction_no') }} = persons.person_key
    inner join {{ ref('int_case_components') }} as own
        on {{ record_key('justice', 'subjects', 'subjects.correction_no') }} = own.record_key
    inner join accusations
        on
            persons.person_id = accusations.person_id
            and own.case_id <> accusations.case_id
            and accusations.filed_date between subjects.started_date and subjects.ended_date
    group by subjects.correction_no
),

final as (
    select
        subjects.correction_no,
        cases.case_id,
        persons.person_id,
        subjects.correction_type_code,
        subjects.correction_status_code,
        subjects.unit_code,
        subjects.effective_date,
        subjects.documents_received_date,
        subjects.started_date,
        subjects.ended_date,
        check_ins.due_date as check_in_due_date,
        check_ins.reported_date,
        releases.released_date,
        releases.release_type_code,
        reoffences.reoffended_date,
        records.case_id is not null as has_court_record,
        subjects.recorded_at,
        subjects.source_table,
        subjects._source_file,
        subjects._source_row
    from {{ ref('stg_justice__subjects') }} as subjects
    left join check_ins on subjects.correction_no = check_ins.correction_no
    left join releases on subjects.correction_no = releases.correction_no
    left join {{ ref('int_case_components') }} as cases
        on {{ record_key('justice', 'subjects', 'subjects.correction_no') }} = cases.record_key
    left join {{ ref('int_person_components') }} as persons
        on {{ record_key('justice', 'subjects', 'subjects.correction_no') }} = persons.person_key
    left join records on cases.case_id = records.case_id
    left join reoffences on subjects.correction_no = reoffences.correction_no
)

select * from final
