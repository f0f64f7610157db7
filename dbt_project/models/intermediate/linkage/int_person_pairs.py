"""Grain: one pair of written persons with the weight that the person model gives it.

Nuance: a pair that was scored before, with the same features and the same model, is taken over; a
day's delivery costs what it brings. A score depends on the pair and the model alone, so the result is
the same as that of scoring everything.

Belongs here: what is new, and handing it to models.linkage. Keep out: any rule.
"""


def model(dbt, session):
    dbt.config(materialized="table")
    from pipelines.person_pairs import score_new_pairs

    return score_new_pairs(
        session,
        candidates=dbt.ref("int_person_pair_candidates"),
        features=dbt.ref("int_person_features"),
        earlier=str(dbt.this),
    )
