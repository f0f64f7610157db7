-- Grain: one business type handed over in one case, returned hand-offs left out.
-- Belongs here: what the platform did for a case, step by step. Keep out: hand-offs without a case.
with

parameters as (select * from {{ source('ledger', 'build_parameters') }}),

final as (
    select
        handoffs.case_id,
        handoffs.business_type_code,
        min(handoffs.sent_at) as first_sent_at,
        min(handoffs.received_at) as first_received_at,
        bool_or(coalesce(handoffs.channel_code = 'online', false)) as is_online,
        bool_and(coalesce(handoffs.is_single_track, false)) as is_single_track
    from {{ ref('int_handoffs') }} as handoffs
    cross join parameters
    where
        handoffs.case_id is not null
        and handoffs.returned_at is null
        and handoffs.flow_status_code <> 'B'
        and cast(handoffs.sent_at as date) <= parameters.as_of
    group by handoffs.case_id, handoffs.business_type_code
)

select * from final
