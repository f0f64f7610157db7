-- Grain: one agency (`none`: an end that no agency reports), up to when its clocks are judged.
-- Nuance: `case_id` and `asked_rule_id` are for questions about single cases (caseloom clocks), which
-- name their own moment; here they are NULL. `is_lenient`: a rule for special cases starts unless its
-- condition is contradicted; the warehouse wants it confirmed.
-- Belongs here: the earlier of the day of judgement and the agency's data date.
with

agencies as (
    select agency from {{ ref('agency_cadences') }}
    union all
    select 'none' as agency
),

final as (
    select
        agencies.agency,
        cast(null as varchar) as case_id,
        cast(null as varchar) as asked_rule_id,
        false as is_lenient,
        {{ end_of_day('least(parameters.as_of, coalesce(dates.data_date, parameters.as_of))') }} as judged_at
    from agencies
    cross join {{ source('ledger', 'build_parameters') }} as parameters
    left join {{ source('ledger', 'data_dates') }} as dates on agencies.agency = dates.agency
)

select * from final
