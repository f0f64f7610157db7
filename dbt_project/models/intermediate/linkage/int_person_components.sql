-- Grain: one record of int_person_records with the person to whom it belongs, at three thresholds.
-- Nuance: whoever is in no cluster of this build belongs to whom it belonged.
-- Belongs here: all written persons. Keep out: any rule (models.linkage.persons).
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    pre_hook="{{ forget_persons(
        ['person_key'],
        'select person_key from ' ~ ref('int_person_clusters')
        ~ ' union all select person_key from ' ~ ref('int_person_touched') ~ ' where is_moved'
    ) }}"
) }}
select * from {{ ref('int_person_clusters') }}
