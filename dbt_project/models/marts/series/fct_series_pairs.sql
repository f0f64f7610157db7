-- Grain: one pair of cases of offences that victims report that may be of one series.
-- Nuance: `log10_ratio` is the log10 of the likelihood ratio, the parts add up to it; 3 means: a thousand times
-- likelier of one series than by chance. Pairs outside of any series are for review as well.
select
    {{ hashed_id('L', ['case_id', 'other_case_id']) }} as pair_id,
    case when group_key is not null then {{ hashed_id('G', ['group_key']) }} end as series_id,
    cast(case_id as varchar) as case_id,
    cast(other_case_id as varchar) as other_case_id,
    cast(log10_ratio as double) as log10_ratio,
    {% for part in ['place', 'days', 'hour', 'premises', 'kind', 'modus', 'tools', 'goods', 'marks', 'identifiers', 'amount', 'text'] -%}
    cast("{{ part }}" as double) as {{ part }}_log10,
    {% endfor -%}
    cast(distance_m as double) as distance_m,
    cast(days_apart as double) as days_apart,
    cast(text_likeness as double) as text_likeness,
    cast(decision as varchar) as decision
from {{ ref('int_series_pairs') }}
