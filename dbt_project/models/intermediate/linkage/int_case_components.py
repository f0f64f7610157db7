"""Grain: one record of int_case_records with the case to which it belongs.

Belongs here: handing the used links and reviewers' words to models.linkage. Keep out: any rule.
"""


def model(dbt, session):
    dbt.config(materialized="table")
    from models.linkage.cases import assign_cases
    from models.linkage.decisions import obey
    from pipelines.home import find_home

    links = (
        dbt.ref("int_case_links")
        .filter("is_used")
        .project("left_key, right_key, link_method, link_probability")
    )
    decisions = dbt.ref("int_link_decisions").filter("entity = 'case'")
    links, apart = obey(links.df(), decisions.df())
    return assign_cases(
        dbt.ref("int_case_records").df(), links, key=find_home().identity_key(), apart=apart
    )
