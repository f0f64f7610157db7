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
