"""Scoring of pairs of writings.

Belongs here: handing pairs to the model in bounded batches. Keep out: which pairs (SQL), the model
(``models.linkage.person_model``).

A score depends on what is written about both, not on who they are. So it is asked for by the hashes of
both sides' features: the many records that agencies copied from each other are scored once.
"""

from __future__ import annotations

import duckdb

from models.linkage.person_model import COMPARISONS, FEATURES, score_pairs

_SCORES = ("match_weight", *(f"gamma_{name}" for name in COMPARISONS))
# Pairs scored at a time, and the memory that Splink's own database may take for them.
BATCH_PAIRS = 500_000
MEMORY_LIMIT = "2GB"


def score_writings(
    session: duckdb.DuckDBPyConnection,
    *,
    candidates: duckdb.DuckDBPyRelation,
    features: duckdb.DuckDBPyRelation,
) -> duckdb.DuckDBPyRelation:
    """``one_hash``, ``other_hash`` (in order) and their score, once for all candidates written alike.

    Args:
        session: the connection of the warehouse.
        candidates: ``left_hash`` and ``right_hash``, the hashes of both sides' features.
        features: ``feature_hash`` and the model's FEATURES.
    """
    candidates.create_view("linkage_candidates", replace=True)
    features.create_view("linkage_features", replace=True)
    typed = ", ".join(
        f"cast(null as {'double' if name == 'match_weight' else 'integer'}) as {name}"
        for name in _SCORES
    )
    session.execute(
        "create or replace temp table scores as "
        f"select '' as one_hash, '' as other_hash, {typed} where false"
    )
    session.execute(f"""
        create or replace temp table asked as
        with pairs as (
            select distinct
                least(left_hash, right_hash) as one_hash,
                greatest(left_hash, right_hash) as other_hash
            from linkage_candidates)
        select *, cast((row_number() over () - 1) // {BATCH_PAIRS} as integer) as batch
        from pairs""")
    batches = session.execute("select coalesce(max(batch) + 1, 0) from asked").fetchall()
    for batch in range(int(batches[0][0])):
        _score(session, batch)
    return session.table("scores")


def _score(session: duckdb.DuckDBPyConnection, batch: int) -> None:
    """Add the scores of one batch to the session's table ``scores``.

    Splink works in a database of its own: its tables have no place in the warehouse.
    """
    from splink import DuckDBAPI

    needed = session.sql(f"""
        select distinct feature_hash as person_key, {", ".join(FEATURES)}
        from linkage_features
        where feature_hash in (
            select one_hash from asked where batch = {batch}
            union
            select other_hash from asked where batch = {batch})""")
    pairs = session.sql(
        f"select one_hash as left_key, other_hash as right_key from asked where batch = {batch}"
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
