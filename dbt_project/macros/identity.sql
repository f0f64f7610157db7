{#
  Identity numbers. Belongs here: one written form and the check of GB 11643. Keep out: deciding who
  is who (linkage).
#}

{# One written form; NULL for what stands for "unknown" (无, 不详, one digit repeated, too short). Takes a folded text. #}
{% macro normalize_identity_no(folded) -%}
    case
            when length({{ folded }}) >= 6 and {{ regex_like(folded, '^[A-Z0-9()-]+$') }}
                and replace(translate({{ folded }}, '()-X', ''), left({{ folded }}, 1), '') != ''
                then {{ folded }}
        end
{%- endmacro %}


{#
  Can this number be relied on? A resident identity number (type 111) needs 18 characters, a day that
  exists and the right check digit; other documents have no check, so a written form is enough. Takes a
  folded text.
#}
{% macro is_identity_no_valid(folded, identity_type_code) -%}
    case
            when {{ normalize_identity_no(folded) }} is null then false
            when coalesce({{ identity_type_code }}, '111') not in ('111', '113') then
                coalesce({{ identity_type_code }}, '111') != '999'
            when not {{ regex_like(folded, '^[1-9][0-9]{5}(19|20)[0-9]{9}[0-9X]$') }} then false
            when {{ cast_or_null(
                "substr(" ~ folded ~ ", 7, 4) || '-' || substr(" ~ folded ~ ", 11, 2) || '-' || substr("
                ~ folded ~ ", 13, 2)", 'date'
            ) }} is null then false
            else {{ identity_check_digit(folded) }} = right({{ folded }}, 1)
        end
{%- endmacro %}


{% macro regex_like(text, pattern) -%}
    {{ adapter.dispatch('regex_like')(text, pattern) }}
{%- endmacro %}

{% macro default__regex_like(text, pattern) -%}
    {{ "regexp_matches(" ~ text ~ ", '" ~ pattern ~ "')" }}
{%- endmacro %}

{% macro postgres__regex_like(text, pattern) -%}
    {{ "(" ~ text ~ " ~ '" ~ pattern ~ "')" }}
{%- endmacro %}

{% macro spark__regex_like(text, pattern) -%}
    {{ "(" ~ text ~ " rlike '" ~ pattern ~ "')" }}
{%- endmacro %}


{# The closing digit of GB 11643 for the first seventeen characters, which must be digits. #}
{% macro identity_check_digit(text) -%}
    substr('10X98765432', 1 + cast((
                {%- for weight in [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] %}
                {{ weight }} * cast(substr({{ text }}, {{ loop.index }}, 1) as integer)
                {{- ' +' if not loop.last }}
                {%- endfor %}
            ) % 11 as integer), 1)
{%- endmacro %}


{#
  A resident number in the form in use since 1999: the 15 digits of the older form get their century
  and their check digit. Takes a normalised number.
#}
{% macro widen_identity_no(number) -%}
    {%- set first_17 = "(left(" ~ number ~ ", 6) || '19' || substr(" ~ number ~ ", 7))" -%}
    case
            when {{ regex_like(number, '^[1-9][0-9]{14}$') }}
                then {{ first_17 }} || {{ identity_check_digit(first_17) }}
            else {{ number }}
        end
{%- endmacro %}
