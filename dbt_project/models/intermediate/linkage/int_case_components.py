"""Grain: one record of int_case_records with the case to which it belongs.

Belongs here: handing the used links to models.linkage and the keyed ids back. Keep out: any rule.
"""


def model(dbt, session):
    dbt.config(materialized="table")
    from models.linkage.cases import assign_cases
    from pipelines.home import find_home

    return assign_cases(
        dbt.ref("int_case_records").df(),
        dbt.ref("int_case_links").filter("is_used").df(),
        key=find_home().identity_key(),
    )
