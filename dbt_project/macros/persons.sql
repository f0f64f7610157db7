{# Whole years between two days; NULL when one is missing or the order is impossible. #}
{% macro full_years(birth_date, day) -%}
    case
            when {{ birth_date }} <= {{ day }}
                then extract(year from {{ day }}) - extract(year from {{ birth_date }})
                    - case
                        when extract(month from {{ day }}) * 100 + extract(day from {{ day }})
                            < extract(month from {{ birth_date }}) * 100 + extract(day from {{ birth_date }})
                            then 1
                        else 0
                    end
        end
{%- endmacro %}


{#
  刑诉法 286: a juvenile's record is sealed when the sentence is five years of imprisonment or less;
  control, detention and exemption from punishment are less. No verdict seals nothing.
#}
{% macro is_sealed_sentence(verdict_code, sentence_type_code, sentence_months) -%}
    coalesce(
            {{ verdict_code }} in ('C10', 'C11', 'S10', 'S20')
            and (
                {{ sentence_type_code }} in ('M00', 'M01', 'M10', 'M20')
                or ({{ sentence_type_code }} = 'M30' and {{ sentence_months }} <= 60)
            ),
            false
        )
{%- endmacro %}


{#
  The bands in which courts publish sentences; one person falls into exactly one. Probation comes before
  the term, because the bulletins count it apart.
#}
{% macro sentence_band(verdict_code, sentence_type_code, sentence_months, probation_months) -%}
    case
            when {{ verdict_code }} = 'C20' then 'acquitted'
            when {{ verdict_code }} = 'C11' or {{ sentence_type_code }} = 'M00' then 'exempted'
            when {{ verdict_code }} not in ('C10', 'S10', 'S20') then 'none'
            when {{ probation_months }} > 0 then 'probation'
            when {{ sentence_type_code }} = 'M01' then 'supplementary_only'
            when {{ sentence_type_code }} = 'M10' then 'control'
            when {{ sentence_type_code }} = 'M20' then 'detention'
            when {{ sentence_type_code }} in ('M40', 'M50', 'M60') then 'over_5_years'
            when {{ sentence_months }} > 60 then 'over_5_years'
            when {{ sentence_months }} > 36 then 'over_3_to_5_years'
            when {{ sentence_months }} is not null then 'up_to_3_years'
            else 'unknown'
        end
{%- endmacro %}
