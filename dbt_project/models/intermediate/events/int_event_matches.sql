-- Grain: one event of one table that is the same event as one of a table that speaks before it.
-- Nuance: two tables tell of one event when they name the same document, or the same day, or days
-- apart by no more than it takes to type a date in, and neither names another document, or are the only
-- one of each table in the case, a fortnight apart at most. One row of a
-- table matches at most one row of another, the nearest: so a second return, extension or bail stays
-- a second one. Thresholds are variables of the project, with their reasons in docs/decisions/0022.
-- Belongs here: sameness across tables. Keep out: what the merged event says.
with

claims as (
    select * from {{ ref('int_event_claims') }}
    where claim_id = leader_id and case_id is not null
),

told_twice as (
    select case_id, event_type
    from claims
    group by case_id, event_type
    having count(distinct table_rank) > 1
),

numbered as (
    select
        claims.*,
        cast(claims.occurred_at as date) as day,
        row_number() over (
            partition by claims.case_id, claims.event_type, claims.event_kind, claims.table_rank
            order by claims.occurred_at, claims.claim_id
        ) as place,
        count(*) over (
            partition by claims.case_id, claims.event_type, claims.event_kind, claims.table_rank
        ) as place_count
    from claims
    inner join told_twice
        on claims.case_id = told_twice.case_id and claims.event_type = told_twice.event_type
),

candidates as (
    select
        followers.claim_id,
        leaders.claim_id as lead_claim_id,
        followers.table_rank,
        leaders.table_rank as lead_table_rank,
        coalesce(followers.document_no_normalized = leaders.document_no_normalized, false) as is_same_number,
        abs({{ days_between('leaders.day', 'followers.day') }}) as days_apart,
        abs(leaders.place - followers.place) as places_apart,
        leaders.place_count = 1 and followers.place_count = 1 as is_only_pair
    from numbered as followers
    inner join numbered as leaders
        on
            followers.case_id = leaders.case_id
            and followers.event_type = leaders.event_type
            and followers.event_kind is not distinct from leaders.event_kind
            and followers.table_rank > leaders.table_rank
            and coalesce(followers.person_id, leaders.person_id, '')
            = coalesce(leaders.person_id, followers.person_id, '')
    where
        abs({{ days_between('leaders.day', 'followers.day') }}) <= case
            when followers.document_no_normalized = leaders.document_no_normalized
                then {{ var('same_document_lag_days') }}
            -- Where neither table is the document's author both have typed the number: it may be wrong or
            -- missing, and the only telling of one is the only one of the other.
            when leaders.table_rank > 1 and leaders.place_count = 1 and followers.place_count = 1
                then {{ var('only_pair_lag_days') }}
            -- Two documents of one day may be one with a mistyped number; of two days they are two.
            when followers.document_no_normalized <> leaders.document_no_normalized then 0
            else {{ var('entry_lag_days') }}
        end
),

ranked as (
    select
        *,
        row_number() over (
            partition by claim_id
            order by
                is_same_number desc, days_apart, places_apart, lead_table_rank, lead_claim_id
        ) as place_of_lead,
        row_number() over (
            partition by lead_claim_id, table_rank
            order by is_same_number desc, days_apart, places_apart, claim_id
        ) as place_of_follower
    from candidates
),

final as (
    select
        claim_id,
        lead_claim_id,
        case
            when is_same_number then 'document_no'
            when days_apart = 0 then 'same_day'
            when days_apart > {{ var('entry_lag_days') }} and is_only_pair then 'only_pair'
            else 'entry_lag'
        end as match_method,
        days_apart
    from ranked
    where place_of_lead = 1 and place_of_follower = 1
)

select * from final
