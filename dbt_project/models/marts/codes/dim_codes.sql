-- Grain: one code of one list. Charges, units, regions and agencies have dimensions of their own.
select list, code, name as name_zh, note as name_en from {{ ref('common') }}
union all
select 'business_type', business_code, name, null from {{ ref('business_types') }}
union all
select 'case_category', category_code, name, null from {{ ref('case_categories') }}
union all
select 'decision', decision_code, name, null from {{ ref('decisions') }}
union all
select 'document_type', doc_type_code, name, null from {{ ref('document_types') }}
union all
select 'measure', measure_code, name, null from {{ ref('measures') }}
union all
select 'modus', modus_code, name, null from {{ ref('modus') }}
union all
select 'procedure', procedure_code, name, null from {{ ref('procedures') }}
union all
select 'sentence_type', sentence_code, name, null from {{ ref('sentence_types') }}
