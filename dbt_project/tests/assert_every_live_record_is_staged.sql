-- When this fails, a record that the ledger holds for live is missing from every page, or shows twice.
{{ config(meta={'dagster': {'ref': {'name': 'stg_police__cases'}}}) }}
with

staged as (
    {% for relation in [
        'stg_police__cases', 'stg_police__persons', 'stg_police__measures', 'stg_police__documents',
        'stg_police__property_items', 'stg_police__custody_extensions',
        'stg_procuratorate__arrest_reviews', 'stg_procuratorate__prosecution_reviews',
        'stg_procuratorate__supervision_matters', 'stg_court__cases', 'stg_court__documents',
        'stg_justice__subjects', 'stg_justice__check_ins', 'stg_justice__assessments',
        'stg_justice__sanctions', 'stg_justice__releases', 'stg_platform__flows',
    ] %}
    select agency, source_table, count(*) as record_count
    from {{ ref(relation) }}
    group by agency, source_table
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

live as (
    select agency, source_table, count(*) as record_count
    from {{ source('ledger', 'record_versions') }}
    where is_current and not is_deleted
    group by agency, source_table
),

final as (
    select
        live.agency,
        live.source_table,
        live.record_count as live_count,
        coalesce(staged.record_count, 0) as staged_count
    from live
    inner join {{ ref('agency_cadences') }} as agencies on live.agency = agencies.agency
    left join staged on live.agency = staged.agency and live.source_table = staged.source_table
    where live.record_count <> coalesce(staged.record_count, 0)
)

select * from final
