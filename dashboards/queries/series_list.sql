-- Grain: one likely series; sums over the filing threshold first, then the newest.
-- Series of which the reader sees fewer than two cases are none to them. A filter that is NULL is not set.
with

seen as (
    select series_id, count(*) as seen_count from bridge_series_cases
    group by series_id
)

select series.*, seen.seen_count, count(*) over () as total_count
from fct_series as series
inner join seen on series.series_id = seen.series_id and seen.seen_count > 1
where
    ($kind is null or series.offence_kind = $kind)
    and ($region is null or series.region_code = $region)
    and (not $sums_only or series.small_yuan is not null)
order by series.small_yuan is null, series.last_at desc, series.series_id
limit $row_limit offset $row_offset
