-- Grain: one figure that tells whether linkage still sees the data for which it was made.
with

figures as (
    select
        'candidate_pairs_per_person' as monitor,
        cast((select count(*) from {{ ref('int_person_pairs') }}) as double)
        / nullif((select count(*) from {{ ref('int_person_records') }}), 0) as measured
    union all
    select
        'candidates_per_case_record',
        cast((select count(*) from {{ ref('int_case_link_candidates') }}) as double)
        / nullif((select count(*) from {{ ref('int_case_records') }}), 0)
    union all
    select
        'doubtful_person_link_share',
        cast(count(*) filter (where joins_at in ('standard', 'broad')) as double)
        / nullif(count(*) filter (where joins_at is not null), 0)
    from {{ ref('int_person_links') }}
    union all
    select
        'contradicted_person_pair_share',
        cast(count(*) filter (where contradiction is not null) as double) / nullif(count(*), 0)
    from {{ ref('int_person_links') }}
    union all
    select
        'largest_person_cluster',
        cast(max(record_count) as double)
    from {{ ref('int_person_components') }}
    union all
    select
        'largest_case',
        cast(max(record_count) as double)
    from {{ ref('int_case_components') }}
    union all
    select
        'mean_records_per_person',
        cast(count(*) as double) / nullif(count(distinct person_id), 0)
    from {{ ref('int_person_components') }}
),

final as (
    select
        figures.monitor,
        figures.measured,
        ranges.low,
        ranges.high,
        coalesce(figures.measured between ranges.low and ranges.high, true) as is_in_range,
        ranges.reason
    from figures
    inner join {{ ref('linkage_monitors') }} as ranges on figures.monitor = ranges.monitor
)

select * from final
