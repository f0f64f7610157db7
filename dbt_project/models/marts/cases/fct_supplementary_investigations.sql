-- Grain: one return of one case for supplementary investigation, with what came of it.
-- Nuance: a return that is not answered yet is censored at the day of judgement, not dropped.
with

loops as (
    select
        loops.*,
        coalesce(cast(loops.resubmitted_at as date), parameters.as_of) as observed_until
    from {{ ref('int_supplementary_investigations') }} as loops
    cross join {{ source('ledger', 'build_parameters') }} as parameters
),

final as (
    select
        returned_event_id,
        case_id,
        cast(loop_no as integer) as loop_no,
        review_case_no,
        returned_at,
        resubmitted_event_id,
        resubmitted_at,
        resubmitted_at is null as is_censored,
        cast({{ days_between('cast(returned_at as date)', 'observed_until') }} as integer) as duration_days
    from loops
)

select * from final
