"""Grain: one sentence with what its case mix, court and half-year let expect.

Belongs here: handing sentences to models.similarity.consistency. Keep out: the regression.
"""


def model(dbt, session):
    dbt.config(materialized="table")
    from models.similarity.consistency import fit_consistency

    return fit_consistency(dbt.ref("int_sentences_compared").df())
