-- Grain: one return of one prosecution review for supplementary investigation (退回补充侦查).
-- Nuance: the review's own row says which resubmission answers which return; where it says nothing, the
-- next resubmission of the case before the next return does. Returns after the day of judgement do not
-- count, nor do resubmissions: the loop is then open.
with

counted as (
    select events.*
    from {{ ref('int_events_merged') }} as events
    cross join {{ source('ledger', 'build_parameters') }} as parameters
    where cast(events.occurred_at as date) <= parameters.as_of
),

returns as (
    select
        *,
        row_number() over (partition by case_id order by occurred_at, event_id) as loop_no,
        lead(occurred_at) over (partition by case_id order by occurred_at, event_id) as next_returned_at
    from counted
    where event_type = 'returned_for_supplementary'
),

resubmissions as (
    select
        counted.event_id,
        counted.case_id,
        counted.occurred_at,
        counted.source_table,
        counted.source_record_id,
        counted.event_number
    from counted
    where counted.event_type = 'resubmitted'
),

final as (
    select
        returns.event_id as returned_event_id,
        returns.case_id,
        returns.loop_no,
        returns.source_record_id as review_case_no,
        returns.occurred_at as returned_at,
        coalesce(answers.event_id, followers.event_id) as resubmitted_event_id,
        coalesce(answers.occurred_at, followers.occurred_at) as resubmitted_at
    from returns
    left join resubmissions as answers
        on
            returns.source_table = answers.source_table
            and returns.source_record_id = answers.source_record_id
            and returns.event_number = answers.event_number
    left join resubmissions as followers
        on
            answers.event_id is null
            and returns.source_table <> followers.source_table
            and returns.case_id = followers.case_id
            and returns.occurred_at <= followers.occurred_at
            and (returns.next_returned_at is null or returns.next_returned_at > followers.occurred_at)
    qualify row_number() over (partition by returns.event_id order by followers.occurred_at, followers.event_id) = 1
)

select * from final
