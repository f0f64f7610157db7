-- Grain: one clock cycle that was broken and is a finding.
-- Nuance: a right that was not used is no irregularity, so only the rules of finding_clock_rules count.
-- Where extensions are not delivered (`longest_days`) a clock is a finding only past the longest total that
-- the law allows. Reviews and trials of a person in custody are overdue custody. A clock that ran past its
-- end and was then stopped or restarted stays a finding.
-- Belongs here: which broken clock is which finding, since when. Keep out: words and severity.
with

clocks as (
    select
        explained.*,
        {{ clock_person('explained.person_key') }} as person_id,
        case explained.responsible_agency
            when 'police' then units.police_unit_code
            when 'procuratorate' then units.procuratorate_unit_code
            when 'court' then units.court_unit_code
            when 'justice' then units.justice_unit_code
        end as unit_code
    from {{ ref('int_clock_explanations') }} as explained
    left join {{ ref('int_case_units') }} as units on explained.case_id = units.case_id
    where explained.status in ('overdue', 'completed_late')
),

mapped as (
    select
        clocks.*,
        case when clocks.is_custody then 'overdue_custody' else rules.finding_rule_id end as finding_rule_id,
        rules.longest_days,
        case
            when rules.longest_days is not null
                then {{ add_days('cast(clocks.started_at as date)', 'rules.longest_days') }}
        end as longest_day,
        cast(coalesce(clocks.ended_at, clocks.judged_at) as date) as measured_day
    from clocks
    inner join {{ ref('finding_clock_rules') }} as rules on clocks.rule_id = rules.limit_rule_id
),

days as (select date_day, next_workday from {{ ref('int_clock_calendar') }}),

certain as (
    select
        mapped.* exclude (due_at, days_over),
        case
            when mapped.longest_days is null then mapped.due_at
            else cast(coalesce(days.next_workday, mapped.longest_day) as timestamp)
        end as due_at,
        case
            when mapped.longest_days is null then mapped.days_over
            else {{ days_between('coalesce(days.next_workday, mapped.longest_day)', 'mapped.measured_day') }}
        end as days_over
    from mapped
    left join days on mapped.longest_day = days.date_day
),

stays as (
    select
        certain.clock_id,
        min(spans.started_at) as held_since,
        max(coalesce(spans.ended_at, certain.judged_at)) as held_until
    from certain
    inner join {{ ref('int_custody_spans') }} as spans
        on
            certain.case_id = spans.case_id
            and certain.person_id = spans.person_id
            and certain.due_at + interval 1 day >= spans.started_at
            and (spans.ended_at is null or certain.due_at <= spans.ended_at)
    where certain.finding_rule_id = 'overdue_custody'
    group by certain.clock_id
),

final as (
    select
        certain.*,
        certain.status = 'overdue' as is_open,
        certain.due_at + interval 1 day as broken_since,
        stays.held_since,
        {{ days_between('cast(stays.held_since as date)', 'cast(stays.held_until as date)') }} as held_days
    from certain
    left join stays on certain.clock_id = stays.clock_id
    where certain.days_over > 0
)

select * from final
