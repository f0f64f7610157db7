-- Grain: one clock cycle with a due date, as far as survival models need it.
-- Nuance: only duties whose extensions are delivered (the clock of a filing review ends earlier than the law
-- does), and only clocks that run. The charge is that of the police, known from the beginning; nothing about
-- persons is handed on.
select
    clocks.clock_id,
    clocks.case_id,
    clocks.rule_id,
    places.charge_code,
    clocks.started_at,
    clocks.due_at,
    clocks.ended_at,
    cast(parameters.as_of as timestamp) + interval 1 day as asked_at
from {{ ref('int_clock_explanations') }} as clocks
cross join {{ source('ledger', 'build_parameters') }} as parameters
inner join {{ ref('finding_clock_rules') }} as rules
    on clocks.rule_id = rules.limit_rule_id and rules.longest_days is null
left join {{ ref('int_case_places') }} as places on clocks.case_id = places.case_id
where clocks.due_at is not null and clocks.is_duty and clocks.status <> 'suspended'
