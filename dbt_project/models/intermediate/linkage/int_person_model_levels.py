"""Grain: one level of one comparison of the person model, with its weight.

Nuance: `code_version` changes with the model, with the code that judges persons and with the key of the
installation; links that were kept from an earlier build are those of one version.

Belongs here: what the committed model says, readable in SQL. Keep out: any rule.
"""


def model(dbt, session):
    dbt.config(materialized="table")
    from models.linkage.person_model import list_levels
    from pipelines.home import find_home
    from pipelines.person_links import code_version

    return list_levels().assign(code_version=code_version(key=find_home().identity_key()))
