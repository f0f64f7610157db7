"""Grain: one written name or alias with its sound.

Belongs here: handing the distinct names to models.linkage.sounds. Keep out: any rule.
"""


def model(dbt, session):
    dbt.config(materialized="table")
    from models.linkage.sounds import sound_names

    records = dbt.ref("int_person_records")
    names = records.project("name_normalized as written_name").union(
        records.project("alias_normalized as written_name")
    )
    return sound_names(names.filter("written_name is not null").distinct().df())
