-- Grain: one case with the unit that handles it in each agency.
-- Nuance: the unit of the agency's latest event in the case that names one.
-- Belongs here: who is asked when something of a case is late. Keep out: who decided what (events).
{%- set agencies = ['police', 'procuratorate', 'court', 'justice'] %}
with

final as (
    select
        case_id
        {%- for agency in agencies %},
        substr(max(case
            when agency = '{{ agency }}' and unit_code is not null
                then left(cast(occurred_at as varchar), 19) || unit_code
        end), 20) as {{ agency }}_unit_code
        {%- endfor %}
    from {{ ref('int_events_merged') }}
    group by case_id
)

select * from final
