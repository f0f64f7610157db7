"""Grain: one record of int_person_records with the person to whom it belongs.

Belongs here: handing the links to models.linkage and the keyed ids back. Keep out: any rule.
"""


def model(dbt, session):
    dbt.config(materialized="table")
    from models.linkage.persons import assign_persons
    from pipelines.home import find_home

    records = dbt.ref("int_person_records").project(
        "agency, source_table, source_record_id, source_person_no, person_key, record_key"
    )
    return assign_persons(
        records.df(),
        dbt.ref("int_person_links").df(),
        key=find_home().identity_key(),
    )
