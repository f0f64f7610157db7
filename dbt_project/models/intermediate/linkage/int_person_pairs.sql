-- Grain: one pair of written persons with the weight that the person model gives it.
-- Nuance: pairs of persons whom this build did not compare are those of the build before; a score depends on
-- the pair and the model alone.
-- Belongs here: weights of pairs. Keep out: where the two stand (int_person_pair_contexts).
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    pre_hook="{{ forget_persons(
        ['left_key', 'right_key'], 'select person_key from ' ~ ref('int_person_compared')
    ) }}"
) }}
select
    candidates.left_key,
    candidates.right_key,
    scores.* exclude (one_hash, other_hash)
from {{ ref('int_person_pair_candidates') }} as candidates
inner join {{ ref('int_person_pair_scores') }} as scores
    on
        least(candidates.left_hash, candidates.right_hash) = scores.one_hash
        and greatest(candidates.left_hash, candidates.right_hash) = scores.other_hash
