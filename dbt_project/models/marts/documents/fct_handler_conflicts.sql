-- Grain: one officer in two records (笔录) of the police that overlap in time at different places.
-- Nuance: the officer is not named here, not even by a pseudonym: it is a figure about records, and a
-- reason to read both. Remote questioning has no place; records without a place or an end say nothing.
select * from {{ ref('int_handler_conflicts') }}
