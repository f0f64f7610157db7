-- Grain: one case in the series that it is likely of.
-- Nuance: a case without a shown pair inside its series has nothing to show for it and is left out.
with

pairs as (
    select * from {{ ref('int_series_pairs') }}
    where group_key is not null
),

members as (
    select group_key, case_id from pairs
    union
    select group_key, other_case_id from pairs
),

sides as (
    select group_key, case_id, log10_ratio from pairs
    union all
    select group_key, other_case_id, log10_ratio from pairs
),

strengths as (
    select group_key, case_id, max(log10_ratio) as best_log10_ratio
    from sides
    group by group_key, case_id
),

final as (
    select
        {{ hashed_id('G', ['members.group_key']) }} as series_id,
        cast(members.case_id as varchar) as case_id,
        facts.offence_kind,
        facts.region_code,
        facts.township_code,
        facts.offence_started_at as offended_at,
        facts.amount_yuan,
        facts.filed_at is not null as is_filed,
        cast(strengths.best_log10_ratio as double) as best_log10_ratio
    from members
    inner join {{ ref('int_case_facts') }} as facts on members.case_id = facts.case_id
    inner join strengths on members.group_key = strengths.group_key and members.case_id = strengths.case_id
)

select * from final
