"""Grain: one record of int_person_records with the person to whom it belongs, at three thresholds.

Belongs here: handing the links and reviewers' words to models.linkage. Keep out: any rule.
"""


def model(dbt, session):
    dbt.config(materialized="table")
    from models.linkage.decisions import obey
    from models.linkage.persons import assign_persons
    from pipelines.home import find_home

    links = (
        dbt.ref("int_person_links")
        .filter("joins_at is not null")
        .project("left_key, right_key, link_method, link_probability, joins_at")
    )
    decisions = dbt.ref("int_link_decisions").filter("entity = 'person'")
    links, apart = obey(links.df(), decisions.df(), joins_at="strict")
    components = assign_persons(
        dbt.ref("int_person_list_places").df(), links, key=find_home().identity_key(), apart=apart
    )
    return components.drop(columns=["list_key", "trusted_no"])
