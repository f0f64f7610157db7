{#
  Text typed by hand, brought to one form. Belongs here: folding of numbers, identity numbers and
  names. Keep out: comparing them (linkage). The same rules exist in models/linkage/numbers.py; a
  test holds both together.
#}

{# Full-width ASCII and lower case to upper-case half-width, every bracket to ( or ), no blanks. #}
{% macro fold_text(text) -%}
    {%- set full_width -%}
        ０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ
    {%- endset -%}
    {%- set letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ' -%}
    {%- set opening = '（〔【［[{｛《〈﹝' -%}
    {%- set closing = '）〕】］]}｝》〉﹞' -%}
    {%- set others = '－—–‐＃／：；，．＊＿' -%}
    {%- set blanks = ' \u3000\u00a0\t\r\n\u2002\u2003\u2009\u200b\ufeff' -%}
    {%- set usual = "replace(replace(" ~ text ~ ", '〔', '('), '〕', ')')" -%}
    {%- set from_letters = (full_width | trim) ~ (letters | lower) ~ opening ~ closing ~ others ~ blanks -%}
    {#- translate() reads its table anew for every row: most texts have nothing but the usual brackets to fold. -#}
    case
            when {{ regex_like(usual, '[' ~ (from_letters | replace('[', '\\[') | replace(']', '\\]')) ~ ']') }}
                then translate(
                    {{ usual }},
                    '{{ from_letters }}',
                    '0123456789{{ letters * 3 }}{{ '(' * opening | length }}{{ ')' * closing | length }}----#/:;,.*_'
                )
            else {{ usual }}
        end
{%- endmacro %}


{# A case or document number: folded, without 号, without leading zeros of the closing serial. #}
{% macro normalize_number(number) -%}
    nullif(
            {{ regex_replace(
                "replace(" ~ fold_text(number) ~ ", '号', '')", '([^0-9])0+([0-9]+)$', 1, 2
            ) }},
            ''
        )
{%- endmacro %}


{#
  What numbers are compared by: a normalised number without brackets, dashes and the words that are
  left out or added by hand (字, 第).
#}
{% macro number_key(normalized) -%}
    nullif(translate({{ normalized }}, '()-_.:#字第', ''), '')
{%- endmacro %}


{# A name: folded, without blanks and without what stands in brackets behind it. #}
{% macro normalize_name(name) -%}
    nullif(
            {{ regex_replace(
                "translate(" ~ fold_text(name) ~ ", '•‧・･●', '·····')", '[(].*$', none, none
            ) }},
            ''
        )
{%- endmacro %}


{# replace the one match by its groups `first` and `second` (none: by nothing) #}
{% macro regex_replace(text, pattern, first, second) -%}
    {{ adapter.dispatch('regex_replace')(text, pattern, first, second) }}
{%- endmacro %}

{% macro default__regex_replace(text, pattern, first, second) -%}
    {%- set groups = ('\\' ~ first ~ '\\' ~ second) if first else '' -%}
    {{ "regexp_replace(" ~ text ~ ", '" ~ pattern ~ "', '" ~ groups ~ "')" }}
{%- endmacro %}

{% macro spark__regex_replace(text, pattern, first, second) -%}
    {%- set groups = ('$' ~ first ~ '$' ~ second) if first else '' -%}
    {{ "regexp_replace(" ~ text ~ ", '" ~ pattern ~ "', '" ~ groups ~ "')" }}
{%- endmacro %}
