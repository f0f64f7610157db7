"""Grain: one row of one result of the pattern methods, as JSON, and the digest of what it was computed from.

Belongs here: handing offences to models.patterns, and keeping the results while nothing that they stand on has
changed. Keep out: the methods. ADR 0039 says why this does not depend on the order of deliveries.
"""

INPUTS = (
    "int_offence_versions",
    "pattern_groups",
    "townships",
    "region_populations",
    "spring_festivals",
)


def model(dbt, session):
    dbt.config(materialized="table")

    relations = {
        "int_offence_versions": dbt.ref("int_offence_versions"),
        "pattern_groups": dbt.ref("pattern_groups"),
        "townships": dbt.ref("townships"),
        "region_populations": dbt.ref("region_populations"),
        "spring_festivals": dbt.ref("spring_festivals"),
    }
    digest = _digest(relations)
    kept = _find_kept(dbt, session, digest)
    if kept is not None:
        return kept
    return _compute(relations).assign(digest=digest)


def _digest(relations):
    """A hash of every input row, whatever their order, and of the code that judges them."""
    import hashlib
    from pathlib import Path

    import models.patterns

    parts = []
    for name in INPUTS:
        found = relations[name].query(
            "given",
            "select count(*), cast(sum(cast(hash(given) as hugeint)) as varchar) from given",
        )
        parts.append(f"{name}:{found.fetchall()}")
    for path in sorted(Path(models.patterns.__file__).parent.glob("*.py")):
        parts.append(path.read_text(encoding="utf-8"))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _find_kept(dbt, session, digest):
    """The results of the build before, where they were computed from the same."""
    this = dbt.this
    exists = session.execute(
        "select count(*) from information_schema.tables where table_schema = ? and table_name = ? "
        "and table_catalog = current_database()",
        [this.schema, this.identifier],
    ).fetchall()[0][0]
    if not exists:
        return None
    where = f'"{this.schema}"."{this.identifier}"'
    found = session.execute(
        f"select min(digest) = ? and max(digest) = ? from {where}", [digest, digest]
    )
    return session.sql(f"select * from {where}") if found.fetchall()[0][0] else None


def _compute(relations):
    import pandas as pd

    from models.patterns.assess import assess

    offences = relations["int_offence_versions"].df()
    ends = offences["last_week_end"].dropna()
    last_day = pd.Timestamp(ends.iloc[0]) if len(ends) else pd.Timestamp("2000-01-02")
    return assess(
        offences,
        relations["pattern_groups"].df().sort_values("sort_order").reset_index(drop=True),
        relations["townships"].df(),
        relations["region_populations"].df(),
        [pd.Timestamp(day) for day in relations["spring_festivals"].df()["first_day"]],
        last_day,
    )
