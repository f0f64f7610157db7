"""Grain: one level of one comparison of the person model, with its weight.

Belongs here: what the committed model says, readable in SQL. Keep out: any rule.
"""


def model(dbt, session):
    dbt.config(materialized="table")
    from models.linkage.person_model import list_levels

    return list_levels()
