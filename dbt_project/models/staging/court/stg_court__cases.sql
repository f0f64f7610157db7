-- Grain: one live court case.
-- Belongs here: types and English names. Keep out: other relations and what the values mean.
with

live_rows as (
    {{ live_rows('court', 'cases') }}
),

final as (
    select
        _record_key as court_case_id,
        "caseNo" as case_no,
        {{ normalize_number('"caseNo"') }} as case_no_normalized,
        "courtCode" as court_code,
        {{ to_integer('"trialLevel"') }} as trial_level,
        "caseKind" as case_kind,
        "title" as case_name,
        "indictmentNo" as indictment_no,
        {{ normalize_number('"indictmentNo"') }} as indictment_no_normalized,
        "procuratorateCode" as procuratorate_code,
        "originCaseNo" as origin_case_no,
        {{ normalize_number('"originCaseNo"') }} as origin_case_no_normalized,
        cast("filedAt" as date) as filed_date,
        cast("assignedAt" as date) as assigned_date,
        "judgeId" as judge_no,
        "judgeName" as judge_name,
        "clerkId" as clerk_no,
        "unitCode" as unit_code,
        "procedure" as procedure_code,
        cast("pronouncedAt" as date) as pronounced_date,
        cast("pronouncedInCourt" as boolean) as is_pronounced_in_court,
        cast("servedAt" as date) as judgment_served_date,
        cast("effectiveAt" as date) as effective_date,
        cast("closedAt" as date) as closed_date,
        "closeType" as close_type_code,
        "dataSource" as data_source,
        {{ version_time() }} as recorded_at,
        {{ source_columns('court', 'cases') }}
    from live_rows
)

select * from final
