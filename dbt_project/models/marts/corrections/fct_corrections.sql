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
)

select * from final
