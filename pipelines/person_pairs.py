"""Scoring of person pairs, day by day: what was scored before is taken over.

Belongs here: telling new pairs from old ones, in the warehouse. Keep out: the model
(``models.linkage.person_model``).
"""

from __future__ import annotations

import duckdb

from models.linkage.person_model import COMPARISONS, FEATURES, model_version, score_pairs

_KEYS = ("left_key", "right_key", "left_hash", "right_hash")
_SCORES = ("match_weight", *(f"gamma_{name}" for name in COMPARISONS))


def score_new_pairs(
    session: duckdb.DuckDBPyConnection,
    *,
    candidates: duckdb.DuckDBPyRelation,
    features: duckdb.DuckDBPyRelation,
    earlier: str,
) -> duckdb.DuckDBPyRelation:
    """The scores of all candidates.

    Args:
        session: the connection of the warehouse.
        candidates: left_key, right_key and the hashes of both sides' features.
        features: ``person_key`` and the model's FEATURES.
        earlier: name of the table of an earlier run; it need not exist.
    """
    version = model_version()
    candidates.create_view("linkage_candidates", replace=True)
    has_earlier = session.execute(
        "select count(*) from information_schema.columns "
        "where table_schema || '.' || table_name = ? and column_name = 'model_version'",
        [".".join(earlier.replace('"', "").split(".")[-2:])],
    ).fetchall()[0][0]
    scores = ", ".join(_SCORES)
    if has_earlier:
        session.execute(f"""
            create or replace temp table scored_before as
            select candidates.*, {scores}
            from linkage_candidates as candidates
            inner join {earlier} as earlier using ({", ".join(_KEYS)})
            where earlier.model_version = '{version}'""")
    else:
        session.execute("""
            create or replace temp table scored_before as
            select * from linkage_candidates limit 0""")
        for score in _SCORES:
            kind = "double" if score == "match_weight" else "integer"
            session.execute(f"alter table scored_before add column {score} {kind}")
    session.execute("""
        create or replace temp table new_pairs as
        select candidates.* from linkage_candidates as candidates
        anti join scored_before using (left_key, right_key)""")
    _score(session, features)
    return session.sql(f"""
        select {", ".join(_KEYS)}, {scores}, '{version}' as model_version from scored_before
        union all
        select {", ".join(_KEYS)}, {scores}, '{version}' from scored_now""")


def _score(session: duckdb.DuckDBPyConnection, features: duckdb.DuckDBPyRelation) -> None:
    """Leave the scores of the new pairs in the session's table ``scored_now``.

    Splink works in a database of its own: its tables have no place in the warehouse.
    """
    features.create_view("linkage_features", replace=True)
    columns = ", ".join(("person_key", *FEATURES))
    needed = session.sql(f"""
        select {columns} from linkage_features
        where person_key in (
            select left_key from new_pairs union select right_key from new_pairs)""")
    pairs = session.sql("select left_key, right_key from new_pairs")
    scored = score_pairs(needed.to_arrow_table(), pairs.to_arrow_table())
    session.register("scored", scored)
    session.execute(
        "create or replace temp table scored_now as "
        "select new_pairs.*, scored.* exclude (left_key, right_key) "
        "from new_pairs inner join scored using (left_key, right_key)"
    )
    session.unregister("scored")
