"""What reviewers decided about links, handed to a build.

Belongs here: copying the decisions in force to where dbt reads them. Keep out: making decisions
(``pipelines.appdb.link_reviews``), obeying them (``models.linkage`` and the relations of linkage).
"""

from __future__ import annotations

from pipelines.home import Home
from pipelines.warehouse import open_warehouse


def take_link_decisions(home: Home) -> int:
    """Replace the decisions that the build obeys by those in force; returns how many there are.

    The caller holds the builder's lock.

    Raises:
        AppDatabaseError: the application database cannot be read. A build that forgot the reviewers'
            words would join again what they parted.
    """
    from pipelines.appdb.database import open_app_database
    from pipelines.appdb.link_reviews import link_decisions
    from pipelines.appdb.series_reviews import series_decisions

    database = open_app_database(home)
    try:
        rows = [
            (one.entity, one.record_a, one.record_b, one.decision, one.decided_by, one.decided_at)
            for one in link_decisions(database)
        ]
        # Series are links of another kind: cases that stay apart and are read together.
        rows += [
            ("series", one.case_a, one.case_b, one.decision, one.decided_by, one.decided_at)
            for one in series_decisions(database)
        ]
    finally:
        database.close()
    with open_warehouse(home) as connection:
        connection.execute("begin")
        connection.execute("delete from ledger.link_decisions")
        if rows:
            connection.executemany(
                "insert into ledger.link_decisions values (?, ?, ?, ?, ?, ?)", rows
            )
        connection.execute("commit")
    return len(rows)
