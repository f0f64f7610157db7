{# The column that holds the code in the seed of one code list file. #}
{% macro code_column_of(file) -%}
    {{ {
        'agencies': 'agency_code', 'areas': 'area_code', 'business_types': 'business_code',
        'case_categories': 'category_code', 'charges': 'charge_code', 'common': 'code',
        'decisions': 'decision_code', 'document_types': 'doc_type_code', 'measures': 'measure_code',
        'modus': 'modus_code', 'procedures': 'procedure_code', 'sentence_types': 'sentence_code',
        'units': 'unit_code',
    }[file] }}
{%- endmacro %}
