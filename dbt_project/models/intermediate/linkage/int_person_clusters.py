"""Grain: one written person with the human, where that may be another one than in the build before.

Nuance: clusters are taken as a whole: whoever hung together with a touched person, then or now.

Belongs here: handing the links and reviewers' words to models.linkage. Keep out: any rule.
"""


def model(dbt, session):
    dbt.config(materialized="table")
    from pipelines.home import find_home
    from pipelines.person_links import assign_touched_persons

    return assign_touched_persons(
        session,
        places=dbt.ref("int_person_list_places"),
        links=dbt.ref("int_person_links"),
        touched=dbt.ref("int_person_touched"),
        weighed=dbt.ref("int_person_pair_contexts"),
        decisions=dbt.ref("int_link_decisions").filter("entity = 'person'"),
        earlier=str(dbt.this).replace("int_person_clusters", "int_person_components"),
        key=find_home().identity_key(),
    )
