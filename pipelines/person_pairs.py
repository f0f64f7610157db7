"""Scoring of person pairs, day by day: what was scored before is taken over.

Belongs here: telling new pairs from old ones, in the warehouse, and handing the new ones over in
bounded batches. Keep out: the model (``models.linkage.person_model``).

A score depends on what is written about both, not on who they are. So it is kept by the hashes of both
sides' features: the many records that agencies copied from each other are scored once.
"""

from __future__ import annotations

import duckdb

from models.linkage.person_model import COMPARISONS, FEATURES, model_version, score_pairs

_KEYS = ("left_key", "right_key", "left_hash", "right_hash")
_SCORES = ("match_weight", *(f"gamma_{name}" for name in COMPARISONS))
# Pairs scored at a time, and the memory that Splink's own database may take for them.
BATCH_PAIRS = 500_000
MEMORY_LIMIT = "2GB"


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
        features: ``feature_hash`` and the model's FEATURES.
        earlier: name of the table of an earlier run; it need not exist.
    """
    version = model_version()
    candidates.create_view("linkage_candidates", replace=True)
    features.create_view("linkage_features", replace=True)
    _take_over(session, earlier, version)
    session.execute("""
        create or replace temp table new_scores as
        select least(left_hash, right_hash) as one_hash, greatest(left_hash, right_hash) as other_hash
        from linkage_candidates
        group by all""")
    session.execute(f"""
        create or replace temp table new_scores as
        select *, cast((row_number() over () - 1) // {BATCH_PAIRS} as integer) as batch
        from new_scores
        anti join scores using (one_hash, other_hash)""")
    batches = session.execute("select coalesce(max(batch) + 1, 0) from new_scores").fetchall()
    for batch in range(int(batches[0][0])):
        _score(session, batch)
    scores = ", ".join(_SCORES)
    return session.sql(f"""
        select {", ".join(_KEYS)}, {scores}, '{version}' as model_version
        from linkage_candidates
        inner join scores
            on least(left_hash, right_hash) = one_hash
            and greatest(left_hash, right_hash) = other_hash""")


def _take_over(session: duckdb.DuckDBPyConnection, earlier: str, version: str) -> None:
    """Leave what the same model scored before in the session's table ``scores``."""
    has_earlier = session.execute(
        "select count(*) from information_schema.columns "
        "where table_schema || '.' || table_name = ? and column_name = 'model_version'",
        [".".join(earlier.replace('"', "").split(".")[-2:])],
    ).fetchall()[0][0]
    typed = ", ".join(
        f"cast(null as {'double' if name == 'match_weight' else 'integer'}) as {name}"
        for name in _SCORES
    )
    taken = f"select '' as one_hash, '' as other_hash, {typed} where false"
    if has_earlier:
        kept = ", ".join(f"any_value({name}) as {name}" for name in _SCORES)
        taken = f"""
            select least(left_hash, right_hash) as one_hash,
                greatest(left_hash, right_hash) as other_hash, {kept}
            from {earlier}
            where model_version = '{version}'
            group by one_hash, other_hash"""
    session.execute(f"create or replace temp table scores as {taken}")


def _score(session: duckdb.DuckDBPyConnection, batch: int) -> None:
    """Add the scores of one batch to the session's table ``scores``.

    Splink works in a database of its own: its tables have no place in the warehouse.
    """
    from splink import DuckDBAPI

    needed = session.sql(f"""
        select distinct feature_hash as person_key, {", ".join(FEATURES)}
        from linkage_features
        where feature_hash in (
            select one_hash from new_scores where batch = {batch}
            union
            select other_hash from new_scores where batch = {batch})""")
    pairs = session.sql(
        f"select one_hash as left_key, other_hash as right_key from new_scores where batch = {batch}"
    )
    with duckdb.connect(":memory:", config={"memory_limit": MEMORY_LIMIT}) as database:
        scored = score_pairs(
            needed.to_arrow_table(), pairs.to_arrow_table(), api=DuckDBAPI(database)
        )
    session.register("scored", scored)
    session.execute(
        f"insert into scores select left_key, right_key, {', '.join(_SCORES)} from scored"
    )
    session.unregister("scored")
