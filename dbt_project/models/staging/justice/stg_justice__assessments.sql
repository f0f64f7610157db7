-- Grain: one pre-sentence assessment in the newest snapshot.
-- Belongs here: types and English names. Keep out: other relations and what the values mean.
with

live_rows as (
    {{ live_rows('justice', 'assessments', name='被评估人', identity_no='身份证号') }}
),

final as (
    select
        _record_key as source_person_no,
        "评估编号" as assessment_no,
        "委托机关" as commissioning_agency_name,
        "委托文书号" as document_no,
        {{ normalize_number('"委托文书号"') }} as document_no_normalized,
        "关联案号" as related_case_no,
        {{ normalize_number('"关联案号"') }} as related_case_no_normalized,
        "被评估人" as person_name,
        {{ masked_name('_name_folded') }} as masked_name,
        _name_folded as name_normalized,
        "身份证号" as identity_no,
        {{ normalize_identity_no('_identity_folded') }} as identity_no_normalized,
        {{ is_identity_no_valid('_identity_folded', "'111'") }} as is_identity_no_valid,
        "拟适用类别" as correction_type_code,
        cast("委托日期" as date) as commissioned_date,
        cast("收到日期" as date) as received_date,
        {{ yes_no('"是否速裁"') }} as is_fast_track,
        cast("完成日期" as date) as completed_date,
        "评估意见" as assessment_opinion,
        "司法所代码" as unit_code,
        "数据来源" as data_source,
        {{ version_time() }} as recorded_at,
        {{ source_columns('justice', 'assessments') }}
    from live_rows
)

select * from final
