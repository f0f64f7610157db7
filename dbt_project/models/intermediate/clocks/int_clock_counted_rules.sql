-- Grain: one rule by which the kept clocks were counted.
-- Nuance: written after the clocks, as int_clock_counted is.
-- Belongs here: what the next run compares int_clock_delivered_rules with.
-- depends_on: {{ ref('int_clocks') }}
{{ config(materialized='table') }}
select rule_id from {{ ref('int_clock_delivered_rules') }}
