"""Releasing: reading refused files and rows again after a fix.

Belongs here: which deliveries are read anew from the store. Keep out: reading them (intake).

A fix is a change outside the file: a code added to a list, a limit raised, a contract corrected. The
stored bytes are then judged once more; what is wrong in the file itself needs a new delivery.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from pipelines.home import Home
from pipelines.intake import ledger
from pipelines.warehouse import open_warehouse


@dataclass(frozen=True)
class ReleaseRequest:
    """What to read again: all, or what matches every given filter.

    ``reason`` is an F or Q code; ``file_name`` a path in the landing folder; ``is_everything`` also
    takes files without faults (a backfill from the store).
    """

    agency: str | None = None
    reason: str | None = None
    file_name: str | None = None
    is_everything: bool = False


def release_deliveries(home: Home, request: ReleaseRequest) -> list[str]:
    """Mark deliveries to be read again by the next build; returns their file names.

    The caller holds the builder's lock.
    """
    with open_warehouse(home) as connection:
        ledger.create_tables(connection)
        rows = _matching(connection, request)
        connection.execute("create or replace temp table released (delivery_id varchar)")
        if rows:
            connection.executemany("insert into released values (?)", [[row[0]] for row in rows])
            _forget_content(connection)
        return sorted(row[1] for row in rows)


def _matching(
    connection: duckdb.DuckDBPyConnection, request: ReleaseRequest
) -> list[tuple[str, str]]:
    return connection.execute(
        """
        select distinct files.delivery_id, files.file_name
        from ledger.files
        left join ledger.quarantine as fault on files.delivery_id = fault.delivery_id
        where files.stem is not null
            and (? or fault.delivery_id is not null)
            and (? is null or files.agency = ?)
            and (? is null or fault.reason_code = ?)
            and (? is null or files.file_name = ?)
        order by files.file_name""",
        [
            request.is_everything,
            *[request.agency] * 2,
            *[request.reason] * 2,
            *[request.file_name] * 2,
        ],
    ).fetchall()


def _forget_content(connection: duckdb.DuckDBPyConnection) -> None:
    """Files whose content is unknown are decoded by the next intake; raw rows are replaced then."""
    connection.execute("""
        update ledger.files set content_code = null, content_detail = null, row_count = null,
            has_rows = false
        where delivery_id in (select delivery_id from released)""")
    connection.execute("""
        delete from ledger.combined
        where (agency, stem) in (
            select agency, stem from ledger.files
            where delivery_id in (select delivery_id from released)
        )""")
    connection.execute("""
        delete from ledger.validated_deliveries
        where delivery_id in (select delivery_id from released)""")
