-- Grain: two police cases that tell of one offence, as far as time, place, amount and victim say.
-- Nuance: what meets by chance depends on how a city writes: where times are rounded to the hour, two
-- thefts of one hour are nothing. So a coincidence counts in bits of its own rarity (how often this time
-- of day, address, amount and category occur), and must be rarer than one chance pair in the whole city.
-- A case that the police closed as merged, without saying into which, has a partner somewhere: there it
-- is enough that chance would not have brought one.
-- Belongs here: how rare a coincidence is. Keep out: what it is worth (seed case_link_weights).
with

offences as (
    select
        {{ record_key('police', 'cases', 'case_no') }} as record_key,
        offence_started_at,
        cast(offence_started_at as date) as offence_date,
        {{ fold_text('offence_address') }} as offence_address,
        nullif(amount_yuan, 0) as amount_yuan,
        case_category_code,
        substr(unit_code, 1, 6) as region_code,
        case_status_code = '70' and merged_into_case_no is null as is_partner_unnamed
    from {{ ref('stg_police__cases') }}
    where offence_started_at is not null
),

-- Midnight stands for a day whose hour nobody knows; where it is common it weighs nothing.
timed as (
    select
        *,
        {{ seconds_between('offence_date', 'offence_started_at') }} as second_of_day
    from offences
),

measures as (
    select
        cast(count(*) as double) as case_count,
        greatest(cast(count(distinct offence_date) as double), 1) as day_count
    from offences
),

times as (
    select second_of_day, cast(count(*) as double) as bearer_count
    from timed
    group by second_of_day
),

addresses as (
    select offence_address, cast(count(*) as double) as bearer_count
    from offences
    where offence_address is not null
    group by offence_address
),

amounts as (
    select amount_yuan, cast(count(*) as double) as bearer_count
    from offences
    where amount_yuan is not null
    group by amount_yuan
),

categories as (
    select case_category_code, cast(count(*) as double) as bearer_count
    from offences
    group by case_category_code
),

regions as (
    select region_code, cast(count(*) as double) as bearer_count
    from offences
    group by region_code
),

same_moment as (
    select
        one.record_key as left_key,
        other.record_key as right_key,
        one.offence_address = other.offence_address as is_same_address,
        one.amount_yuan = other.amount_yuan as is_same_amount,
        one.is_partner_unnamed or other.is_partner_unnamed as is_partner_unnamed,
        -- Two of the case itself are among the bearers of its values.
        log2(measures.day_count)
        + log2(measures.case_count / greatest(times.bearer_count - 1, 1))
        + log2(measures.case_count / categories.bearer_count)
        + case
            when one.region_code = other.region_code
                then log2(measures.case_count / regions.bearer_count)
            else 0
        end
        + case
            when one.offence_address = other.offence_address
                then log2(measures.case_count / greatest(addresses.bearer_count - 1, 1))
            else 0
        end
        + case
            when one.amount_yuan = other.amount_yuan
                then log2(measures.case_count / greatest(amounts.bearer_count - 1, 1))
            else 0
        end as rarity_bits,
        log2(measures.case_count) as chance_bits
    from timed as one
    inner join timed as other
        on
            one.offence_started_at = other.offence_started_at
            and one.case_category_code = other.case_category_code
            and one.record_key < other.record_key
    cross join measures
    inner join times on one.second_of_day = times.second_of_day
    inner join categories on one.case_category_code = categories.case_category_code
    inner join regions on one.region_code = regions.region_code
    left join addresses on one.offence_address = addresses.offence_address
    left join amounts on one.amount_yuan = amounts.amount_yuan
),

victims as (
    select
        features.record_key,
        blocks.block_key
    from {{ ref('int_person_features') }} as features
    inner join {{ ref('int_person_records') }} as records on features.person_key = records.person_key
    inner join {{ ref('int_person_blocks') }} as blocks on features.person_key = blocks.person_key
    where
        -- Whoever reports for a shop or a bank reports many cases a day.
        records.person_role = 'victim'
        and blocks.block_kind in ('number', 'name')
    group by features.record_key, blocks.block_key
),

same_victim as (
    select distinct
        left_victims.record_key as left_key,
        right_victims.record_key as right_key
    from victims as left_victims
    inner join victims as right_victims
        on
            left_victims.block_key = right_victims.block_key
            and left_victims.record_key < right_victims.record_key
    inner join offences as one on left_victims.record_key = one.record_key
    inner join offences as other on right_victims.record_key = other.record_key
    where
        one.offence_date = other.offence_date
        and one.case_category_code = other.case_category_code
),

final as (
    select
        coalesce(same_moment.left_key, same_victim.left_key) as left_key,
        coalesce(same_moment.right_key, same_victim.right_key) as right_key,
        same_victim.left_key is not null as is_same_victim,
        case
            -- All pairs of the city could meet by chance, or all partners of one case.
            when same_moment.rarity_bits >= 2 * same_moment.chance_bits - 1
                then
                    case
                        when same_moment.is_same_address or same_moment.is_same_amount then 'same_time_and_facts'
                        else 'same_second'
                    end
            when same_moment.is_partner_unnamed and same_moment.rarity_bits >= same_moment.chance_bits + 7
                then 'same_time_merged'
        end as moment_level
    from same_moment
    full outer join same_victim
        on
            same_moment.left_key = same_victim.left_key
            and same_moment.right_key = same_victim.right_key
)

select *
from final
where is_same_victim or moment_level is not null
