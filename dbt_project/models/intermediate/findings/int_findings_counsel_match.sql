-- Grain: one first-instance case in which a judge or police unit met a lawyer with whom it shares more cases than
-- chance explains.
with

found as (
    select
        meetings.case_id,
        cast(null as varchar) as person_id,
        matches.official_id || '|' || matches.counsel_id || '|' || meetings.matter as subject_key,
        meetings.kind,
        meetings.unit_code,
        case meetings.kind when 'judge' then 'court' else 'police' end as agency,
        cast(trials.filed_date as timestamp) as seen_at,
        matches.official_id,
        matches.counsel_id,
        matches.shared_count,
        matches.expected_count,
        matches.q_value,
        case meetings.kind when 'judge' then '同一审判人员' else '同一公安办案单位' end as who_zh,
        case meetings.kind when 'judge' then 'One judge' else 'One police unit' end as who_en
    from {{ ref('int_counsel_matches') }} as matches
    inner join {{ ref('int_counsel_meetings') }} as meetings
        on
            cast(matches.kind as varchar) = meetings.kind
            and cast(matches.official as varchar) = meetings.official
            and cast(matches.counsel as varchar) = meetings.counsel
    inner join {{ ref('stg_court__cases') }} as trials on meetings.matter = trials.court_case_id
),

final as (
    {{ finding_row(
        'counsel_match', 'found', key='subject_key', seen_at='seen_at', agency='agency', unit='unit_code',
        reason_zh="who_zh || '(' || official_id || ')与同一律师(' || counsel_id || ')共有' || cast(shared_count as varchar) || '案,按收案量、法院、时段随机分配约' || cast(expected_count as varchar) || '案。'",
        reason_en="who_en || ' (' || official_id || ') and one lawyer (' || counsel_id || ') share ' || cast(shared_count as varchar) || ' cases; by case-load, court and period chance gives about ' || cast(expected_count as varchar) || '.'",
        evidence={'kind': 'kind', 'official': 'official_id', 'counsel': 'counsel_id', 'shared_count': 'shared_count', 'expected_count': 'expected_count', 'q_value': 'q_value'}
    ) }}
)

select * from final
