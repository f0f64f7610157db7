-- Grain: one case whose clocks are counted.
-- Nuance: written when everything else is. At the beginning of a run the cases that it is going to count are
-- marked as pending here (no fingerprint), so after a run that broke off the next one counts them again.
-- Belongs here: what the next run compares with (int_clock_cases).
-- depends_on: {{ ref('int_clocks') }}
-- depends_on: {{ ref('int_clock_counts') }}
-- depends_on: {{ ref('int_clock_counted_rules') }}
{{ config(materialized='incremental', incremental_strategy='append', pre_hook="{{ forget_changed_cases() }}") }}
select case_id, fingerprint
from {{ ref('int_clock_cases') }}
where not is_gone
