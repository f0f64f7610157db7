-- Grain: one person of one case whose clocks this run counts, or a case or record as a whole (`person_key` '',
-- '#' and the record).
-- Nuance: `person_no` holds within one run only. The marks of a run are three for every clock, and written with a
-- number they are half as large and are joined by one number instead of three texts.
-- `is_addressed`: whom an event without a person concerns, which is the case itself where nobody is named.
-- Belongs here: who can have a clock. Keep out: what they do (int_clock_marks).
with
events as (
    select
        case_id,
        person_id,
        record_scope
    from intermediate.int_clock_events
),
persons as (
    select distinct
        case_id,
        person_id as person_key
    from events
    where person_id is not null
),
wholes as (
    select distinct
        case_id,
        '' as person_key
    from events
    union all
    -- One case may hold several reports, indictments or matters; each has a clock of its own.
    select distinct
        case_id,
        '#' || record_scope as person_key
    from events
    where record_scope is not null
),
together as (
    select
        case_id,
        person_key,
        true as is_addressed
    from persons
    union all
    select
        wholes.case_id,
        wholes.person_key,
        wholes.person_key = '' and cases.case_id is null as is_addressed
    from wholes
    left join (select distinct case_id from persons) as cases on wholes.case_id = cases.case_id
),
final as (
    select
        *,
        row_number() over () as person_no
    from together
)
select * from final
