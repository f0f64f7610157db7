"""Verifying: does the ledger add up, are stored bytes, snapshot and audit log what they were?

Belongs here: checks that change nothing. Keep out: repairs.
"""

from __future__ import annotations

import duckdb

from pipelines.appdb.audit import find_breaks
from pipelines.appdb.database import AppDatabaseError, open_app_database
from pipelines.home import Home
from pipelines.intake.store import hash_file, stored_path
from pipelines.progress import Reporter, report_nothing
from pipelines.publish import current_version
from pipelines.warehouse import open_warehouse


def verify_home(home: Home, *, report: Reporter = report_nothing) -> list[str]:
    """All that is wrong with a home, as sentences; empty when everything holds.

    The caller holds the builder's lock (the warehouse has one user at a time).
    """
    problems = _verify_snapshot(home) + _verify_application(home)
    if not home.warehouse.exists():
        return [*problems, f"there is no warehouse in [{home.path}]; run `caseloom build` first"]
    with open_warehouse(home) as connection:
        problems += _verify_ledger(connection)
        stored = connection.execute(
            "select distinct file_name, sha256 from ledger.files order by all"
        ).fetchall()
    for done, (name, sha256) in enumerate(stored, start=1):
        path = stored_path(home.store, sha256)
        if not path.exists():
            problems.append(f"the received bytes of [{name}] are not in the store")
        elif hash_file(path)[0] != sha256:
            problems.append(f"the stored bytes of [{name}] have changed")
        report("verify store", done, len(stored))
    return problems


def _verify_application(home: Home) -> list[str]:
    try:
        database = open_app_database(home)
    except AppDatabaseError as error:
        return [str(error)]
    try:
        return find_breaks(database)
    except AppDatabaseError as error:
        return [str(error)]
    finally:
        database.close()


def _verify_ledger(connection: duckdb.DuckDBPyConnection) -> list[str]:
    rows = connection.execute("""
        select file_name, rows_received, rows_accepted, rows_quarantined, rows_superseded
        from ledger.deliveries
        where rows_received <> rows_accepted + rows_quarantined + rows_superseded""").fetchall()
    problems = [f"the rows of [{row[0]}] do not add up: {row[1:]}" for row in rows]
    rows = connection.execute("""
        select file_name from ledger.files
        where delivery_id not in (select delivery_id from ledger.deliveries)""").fetchall()
    problems += [f"[{row[0]}] was received but never judged; run `caseloom build`" for row in rows]
    rows = connection.execute("""
        select deliveries.file_name, rows_quarantined, count(quarantine.row_number)
        from ledger.deliveries
        left join ledger.quarantine on deliveries.delivery_id = quarantine.delivery_id
        where status = 'loaded'
        group by all having rows_quarantined <> count(quarantine.row_number)""").fetchall()
    problems += [
        f"[{row[0]}] has [{row[1]}] quarantined rows but [{row[2]}] quarantine lines"
        for row in rows
    ]
    return problems


def _verify_snapshot(home: Home) -> list[str]:
    version = current_version(home)
    if version is None:
        return ["no snapshot was published yet"]
    path = home.snapshots / f"{version}.duckdb"
    if not path.exists():
        return [f"the current snapshot [{version}] is missing"]
    try:
        with duckdb.connect(str(path), read_only=True) as reader:
            inside = reader.execute("select snapshot_version from marts.ops_snapshot").fetchall()
    except duckdb.Error as error:
        return [f"the current snapshot [{version}] cannot be read: {error}"]
    if inside != [(version,)]:
        return [f"the current snapshot [{version}] says that it is {inside}"]
    return []
