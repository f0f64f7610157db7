"""Grain: one written name or alias with its sound.

Nuance: a name that was heard before, by the same code, is taken over.

Belongs here: handing new names to models.linkage.sounds. Keep out: any rule.
"""


def model(dbt, session):
    dbt.config(materialized="table")
    from pipelines.person_links import sound_new_names

    return sound_new_names(session, records=dbt.ref("int_person_records"), earlier=str(dbt.this))
