-- Grain: one span of days in which a person is, or is not, in custody (`until_day` exclusive, NULL = still).
-- Nuance: said by measures (detained, bailed) and by every event that carries `in_custody`; of one day the
-- last word counts. No span: nothing is known.
-- Belongs here: custody over time. Keep out: which terms depend on it (seeds/law).
with
general_horizon as (
    select max(judged_at) as judged_at from intermediate.int_clock_horizons
    where case_id is null
),
events as (
    select
        events.case_id,
        events.person_id,
        events.event_id,
        events.occurred_at,
        coalesce(
            case lower(case when position('"' || 'in_custody' || '"' in coalesce(events.attributes, '{}')) > 0 then json_extract_string(coalesce(events.attributes, '{}'), '$.' || 'in_custody') end)
                when 'true' then true
                when 'false' then false
            end,
            custody.is_in_custody
        ) as is_in_custody
    from intermediate.int_clock_events as events
    cross join general_horizon
    left join intermediate.int_clock_horizons as asked on events.case_id = asked.case_id
    left join codes.clock_custody_events as custody on events.event_type = custody.event_type
    where
        events.occurred_at <= coalesce(asked.judged_at, general_horizon.judged_at)
        and (custody.event_type is not null or position('"in_custody"' in events.attributes) > 0)
),
addressed as (
    select
        persons.person_no,
        events.event_id,
        events.occurred_at,
        events.is_in_custody
    from events
    inner join intermediate.int_clock_persons as persons
        on
            events.case_id = persons.case_id
            and case when events.person_id is null then persons.is_addressed else events.person_id = persons.person_key end
),
last_words as (
    select
        person_no,
        cast(occurred_at as date) as since_day,
        is_in_custody,
        row_number() over (
            partition by person_no, cast(occurred_at as date)
            order by occurred_at desc, event_id desc
        ) as place
    from addressed
    where is_in_custody is not null
),
final as (
    select
        person_no,
        since_day,
        lead(since_day) over (partition by person_no order by since_day) as until_day,
        is_in_custody
    from last_words
    where place = 1
)
select * from final
