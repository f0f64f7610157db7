-- Grain: one court, one court and charge, or one half-year (`level`), with what its fixed terms differ by from
-- like ones elsewhere.
-- Nuance: shares are relative (0.1: ten in a hundred longer), shrunken towards nought where there are few; the
-- interval holds 95 in 100. For choosing cases to read, never for ranking: it has no order.
with

fits as (select * from {{ ref('int_sentence_fits') }}),

levels as (
    {% for level, keys in [('court', ['court_code']), ('court_charge', ['court_code', 'charge_code']), ('period', ['half_year'])] %}
    select
        '{{ level }}' as level,
        {% for key in ['court_code', 'charge_code', 'half_year'] -%}
        {{ 'cast(' ~ key ~ ' as varchar)' if key in keys else 'cast(null as varchar)' }} as {{ key }},
        {% endfor -%}
        cast(count(*) as integer) as sentence_count,
        max({{ level }}_raw) as raw_log,
        max({{ level }}_effect) as effect_log,
        max({{ level }}_error) as error_log,
        max(residual_sd) as residual_sd
    from fits
    group by {{ keys | join(', ') }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    level,
    court_code,
    charge_code,
    half_year,
    sentence_count,
    cast(round(exp(raw_log) - 1, 4) as double) as raw_share,
    cast(round(exp(effect_log) - 1, 4) as double) as offset_share,
    cast(round(exp(effect_log - 1.96 * error_log) - 1, 4) as double) as low_share,
    cast(round(exp(effect_log + 1.96 * error_log) - 1, 4) as double) as high_share,
    cast(residual_sd as double) as residual_sd
from levels
