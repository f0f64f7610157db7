"""Grain: one official or unit and one lawyer who share more cases than chance explains.

Belongs here: handing meetings to models.supervision, pseudonyms. Keep out: the test, words.
"""


def model(dbt, session):
    dbt.config(materialized="table")
    from models.linkage.identity import keyed_ids
    from models.supervision.matches import find_matches
    from pipelines.home import find_home

    matches = find_matches(dbt.ref("int_counsel_meetings").df())
    key = find_home().identity_key()
    for side, prefix in (("official", "O"), ("counsel", "A")):
        matches[f"{side}_id"] = keyed_ids(prefix, key, matches[side].astype(str))
    return matches
