{{ config(materialized='view') }}

-- Grain: one live supervision matter with the case it concerns (NULL: its numbers lead nowhere).
with

matters as (select * from {{ ref('stg_procuratorate__supervision_matters') }}),

owners as (
    select agency, number_normalized, case_id
    from {{ ref('int_case_number_owners') }}
    where number_kind = 'case_no'
),

final as (
    select
        matters.*,
        coalesce(by_review.case_id, by_police.case_id) as case_id
    from matters
    left join owners as by_review
        on by_review.agency = 'procuratorate' and matters.related_case_no_normalized = by_review.number_normalized
    left join owners as by_police
        on by_police.agency = 'police' and matters.police_case_no_normalized = by_police.number_normalized
)

select * from final
