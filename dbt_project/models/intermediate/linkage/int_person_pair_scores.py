"""Grain: two ways of writing a person (their hashes) that this build compares, with the model's weight.

Nuance: a score depends on what is written about both, not on who they are: the many records that
agencies copied from each other are scored once.

Belongs here: handing pairs to models.linkage. Keep out: any rule.
"""


def model(dbt, session):
    dbt.config(materialized="table")
    from pipelines.person_pairs import score_writings

    return score_writings(
        session,
        candidates=dbt.ref("int_person_pair_candidates"),
        features=dbt.ref("int_person_features"),
    )
