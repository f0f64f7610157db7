"""Grain: one record of int_person_records with the person to whom it belongs, at three thresholds.

Belongs here: handing the links to models.linkage and the keyed ids back. Keep out: any rule.
"""


def model(dbt, session):
    dbt.config(materialized="table")
    from models.linkage.persons import assign_persons
    from pipelines.home import find_home

    records = dbt.ref("int_person_list_places").df()
    links = dbt.ref("int_person_links").filter("joins_at is not null")
    components = assign_persons(
        records,
        links.project("left_key, right_key, link_method, link_probability, joins_at").df(),
        key=find_home().identity_key(),
    )
    return components.drop(columns=["list_key", "trusted_no"])
