{#
  How a person is named outside raw and staging: the family name and 某. 无名氏 (unknown) is kept;
  foreign and ethnic-minority names show their first character only. Takes a normalised name.
#}
{% macro masked_name(name_text) -%}
    {%- set compound_names = [
        '欧阳', '太史', '端木', '上官', '司马', '东方', '独孤', '南宫', '万俟', '闻人', '夏侯', '诸葛',
        '尉迟', '公羊', '赫连', '澹台', '皇甫', '宗政', '濮阳', '公冶', '太叔', '申屠', '公孙', '慕容',
        '仲孙', '钟离', '长孙', '宇文', '司徒', '鲜于', '司空', '令狐', '呼延', '第五', '西门', '东郭',
        '南门', '轩辕', '百里', '东门', '左丘', '梁丘', '公西', '拓跋', '淳于', '单于', '完颜',
    ] -%}
    case
            when {{ name_text }} is null then null
            when {{ name_text }} like '无名%' or {{ name_text }} like '不详%' then '无名氏'
            -- A list in one text: DuckDB turns a long IN into a join that no query can prune.
            when length({{ name_text }}) > 2
                and position('|' || left({{ name_text }}, 2) || '|' in '|{{ compound_names | join('|') }}|') > 0
                then left({{ name_text }}, 2) || '某'
            else left({{ name_text }}, 1) || '某'
        end
{%- endmacro %}
