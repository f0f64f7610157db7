"""One intake: take in what is new, fold all files anew, bring raw and ledger up to date.

Belongs here: the order of the steps. Keep out: each step's own work (the other modules here).
"""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import duckdb
import pandas as pd

from pipelines.contract import contracts_dir, load_contracts
from pipelines.home import Home, Limits, find_limits
from pipelines.intake import ledger, values
from pipelines.intake.combine import combine_records
from pipelines.intake.decode.outcome import FileOutcome, FileTask
from pipelines.intake.decode.pool import make_chunks, run_chunks
from pipelines.intake.fold import FileNote, KnownFile, Verdict, data_dates, fold_files
from pipelines.intake.landing import Landing, Manifest, read_manifest, scan_landing
from pipelines.intake.load import IncomingFile, load_group, prepare_codes, tell_twins
from pipelines.intake.references import check_references
from pipelines.intake.store import hash_file, store_file, stored_path
from pipelines.progress import Reporter, report_nothing
from pipelines.warehouse import fetch_value, open_warehouse


class IntakeError(RuntimeError):
    """The ledger does not add up; nothing was published and the message names the file."""


@dataclass
class IntakeReport:
    """What one intake did. ``changed`` are ids of contracts whose live records may differ."""

    new_files: int = 0
    statuses: dict[str, int] = field(default_factory=dict)
    changed: list[str] = field(default_factory=list)
    loaded_delivery_ids: list[str] = field(default_factory=list)


def run_intake(
    home: Home,
    *,
    landing: Path | None,
    report: Reporter = report_nothing,
    limits: Limits | None = None,
    on_news: Callable[[], object] = lambda: None,
) -> IntakeReport:
    """Take in every file present in ``landing`` (None: only what the store holds is folded).

    ``on_news`` is called before files are decoded, which is when a build becomes likely.
    The caller holds the builder's lock. Raises IntakeError when a file's rows do not add up.
    """
    limits = limits or find_limits()
    shutil.rmtree(home.work, ignore_errors=True)
    home.create()
    result = IntakeReport()
    with open_warehouse(home) as connection:
        ledger.create_tables(connection)
        if landing is not None:
            result.new_files = _register(connection, home, scan_landing(landing), report)
        values.register_functions(connection)
        try:
            prepare_codes(connection, load_contracts())
            verdicts, notes = _decode_until_settled(
                connection, home, limits, report, result, on_news
            )
        finally:
            values.unregister_functions(connection)
        _write_deliveries(connection, verdicts, notes)
        _require_balance(connection)
        report("combine", 0, 1)
        result.changed = combine_records(connection)
        if result.changed:
            check_references(connection)
        report("combine", 1, 1)
    for verdict in verdicts:
        result.statuses[verdict.status] = result.statuses.get(verdict.status, 0) + 1
    shutil.rmtree(home.work / "spill", ignore_errors=True)
    return result


def _register(
    connection: duckdb.DuckDBPyConnection, home: Home, landing: Landing, report: Reporter
) -> int:
    """Store and enter every (path, sha256) that the ledger does not know; returns how many."""
    known = {
        row[0] for row in connection.execute("select delivery_id from ledger.files").fetchall()
    }
    place = fetch_value(connection, "select coalesce(max(seen_order), 0) from ledger.files")
    now = datetime.now().replace(microsecond=0)
    lines = []
    for done, file in enumerate(landing.files, start=1):
        sha256, size = hash_file(file.path)
        key = ledger.delivery_id(file.name, sha256)
        if key not in known:
            store_file(home.store, file.path, sha256)
            place += 1
            lines.append(
                {
                    "delivery_id": key,
                    "file_name": file.name,
                    "sha256": sha256,
                    "agency": file.agency,
                    "stem": file.stem,
                    "batch": file.batch,
                    "delivered_on": file.delivered_on,
                    "byte_count": size,
                    "received_at": now,
                    "seen_order": place,
                    "is_decoded": False,
                    "has_rows": False,
                }
            )
        report("read landing", done, len(landing.files))
    ledger.insert_frame(connection, "files", lines)
    _register_manifests(connection, landing)
    return len(lines)


def _register_manifests(connection: duckdb.DuckDBPyConnection, landing: Landing) -> None:
    newest = {
        name: sha256
        for name, sha256 in connection.execute("""
            select file_name, arg_max(sha256, seen_order) from ledger.manifests
            group by file_name""").fetchall()
    }
    place = fetch_value(connection, "select coalesce(max(seen_order), 0) from ledger.manifests")
    lines = []
    for manifest in landing.manifests:
        if newest.get(manifest.name) != manifest.sha256:
            place += 1
            lines.append(
                {
                    "file_name": manifest.name,
                    "sha256": manifest.sha256,
                    "agency": manifest.agency,
                    "day": manifest.day,
                    "content": manifest.content,
                    "seen_order": place,
                }
            )
    ledger.insert_frame(connection, "manifests", lines)


def _manifests(connection: duckdb.DuckDBPyConnection) -> dict[str, Manifest]:
    """The manifest in force of each folder: the last one seen, where it can be believed."""
    rows = connection.execute("""
        select file_name, agency, day, content from ledger.manifests
        qualify row_number() over (partition by file_name order by seen_order desc) = 1
        order by file_name""").fetchall()
    found = {}
    for name, agency, day, content in rows:
        manifest = read_manifest(agency, day, bytes(content))
        if manifest is not None:
            found[name.rsplit("/", 1)[0]] = manifest
    return found


def _known_files(connection: duckdb.DuckDBPyConnection) -> list[KnownFile]:
    rows = connection.execute("""
        select delivery_id, file_name, sha256, agency, stem, batch, delivered_on, seen_order,
            content_code, content_detail, row_count, is_decoded, has_rows,
            coalesce(rows_quarantined, 0), coalesce(rows_duplicate, 0)
        from ledger.files""").fetchall()
    return [KnownFile(*row) for row in rows]


def _decode_until_settled(
    connection: duckdb.DuckDBPyConnection,
    home: Home,
    limits: Limits,
    report: Reporter,
    result: IntakeReport,
    on_news: Callable[[], object],
) -> tuple[list[Verdict], list[FileNote]]:
    """Fold, decode what the fold wants to load, and fold again until nothing is pending.

    Usually two rounds; a further one when a file that stood in another's way turns out refused.
    """
    manifests = _manifests(connection)
    while True:
        tell_twins(connection)
        verdicts, notes = fold_files(_known_files(connection), manifests)
        wanted = [verdict.file for verdict in verdicts if verdict.status == "pending"]
        # Files that never load are still examined once: to count their rows, and because a
        # corrected file may be a refused one, whose own corrections then take no effect.
        counted = [
            verdict.file
            for verdict in verdicts
            if verdict.reason in ("F1", "S1")
            and not verdict.file.is_decoded
            and verdict.file.row_count is None
        ]
        if not wanted and not counted:
            return verdicts, notes
        on_news()
        _decode(connection, home, limits, report, wanted, counted)
        result.loaded_delivery_ids += [file.delivery_id for file in wanted]


def _decode(
    connection: duckdb.DuckDBPyConnection,
    home: Home,
    limits: Limits,
    report: Reporter,
    wanted: list[KnownFile],
    counted: list[KnownFile],
) -> None:
    """Decode in the pool and commit stem by stem, while the pool is busy with the next one."""
    folder = home.work / "decoded"
    folder.mkdir(parents=True, exist_ok=True)
    files = [*wanted, *counted]
    count_only = {file.delivery_id for file in counted}
    groups: dict[tuple[str, str], list[tuple[FileTask, int]]] = defaultdict(list)
    for index, file in enumerate(files):
        path = stored_path(home.store, file.sha256)
        task = FileTask(index, str(path), count_only=file.delivery_id in count_only)
        groups[(file.agency, file.stem or "")].append((task, path.stat().st_size))
    chunks = [
        chunk
        for (agency, stem), sized_tasks in sorted(groups.items())
        for chunk in make_chunks(
            agency=agency,
            stem=stem,
            sized_tasks=sized_tasks,
            folder=folder,
            limits=limits,
            contracts_dir=contracts_dir(),
        )
    ]
    done = 0
    outcomes: dict[tuple[str, str], list[FileOutcome]] = defaultdict(list)
    names: dict[tuple[str, str], list[str]] = defaultdict(list)
    for chunk, chunk_outcomes in run_chunks(chunks, limits, lambda _: None):
        stem = (chunk.agency, chunk.stem)
        outcomes[stem] += chunk_outcomes
        names[stem].append(chunk.name)
        done += len(chunk_outcomes)
        report("decode and check", done, len(files))
        if len(outcomes[stem]) == len(groups[stem]):
            _load_stem(
                connection, files, count_only, stem, outcomes.pop(stem), names.pop(stem), folder
            )
    shutil.rmtree(folder)


def _load_stem(
    connection: duckdb.DuckDBPyConnection,
    files: list[KnownFile],
    count_only: set[str],
    stem: tuple[str, str],
    outcomes: list[FileOutcome],
    chunk_names: list[str],
    folder: Path,
) -> None:
    incoming = [
        IncomingFile(
            outcome.file_index,
            files[outcome.file_index].delivery_id,
            files[outcome.file_index].file_name,
            outcome,
        )
        for outcome in outcomes
    ]
    contracts = tuple(c for c in load_contracts() if (c.agency, c.file_stem) == stem)
    load_group(
        connection,
        contracts=contracts,
        files=[file for file in incoming if file.delivery_id not in count_only],
        folder=folder,
        chunk_names=chunk_names,
    )
    for file in incoming:
        if file.delivery_id in count_only:
            # A file that was corrected before it was read may be a refused one, and a refused one
            # corrects nothing: what is known of it must not depend on what arrived beside it.
            connection.execute(
                "update ledger.files set is_decoded = true, row_count = ?, content_code = ?, "
                "content_detail = ? where delivery_id = ?",
                [
                    file.outcome.rows,
                    file.outcome.code,
                    file.outcome.detail or None,
                    file.delivery_id,
                ],
            )


def _write_deliveries(
    connection: duckdb.DuckDBPyConnection, verdicts: list[Verdict], notes: list[FileNote]
) -> None:
    """Replace the outcome of the fold as a whole, so that it never mixes two folds."""
    dates = data_dates(verdicts, _manifests(connection))
    connection.execute("begin transaction")
    try:
        for table in ("deliveries", "file_notes", "data_dates"):
            connection.execute(f"delete from ledger.{table}")
        ledger.insert_frame(
            connection,
            "data_dates",
            [{"agency": agency, "data_date": day} for agency, day in sorted(dates.items())],
        )
        ledger.insert_frame(connection, "file_notes", [vars(note) for note in notes])
        _insert_verdicts(connection, verdicts)
        connection.execute("commit")
    except BaseException:
        connection.execute("rollback")
        raise


def _insert_verdicts(connection: duckdb.DuckDBPyConnection, verdicts: list[Verdict]) -> None:
    connection.execute("""
        create or replace temp table verdicts (
            delivery_id varchar, rows_received bigint, rows_accepted bigint,
            rows_quarantined bigint, rows_superseded bigint, status varchar, reason varchar,
            reason_detail varchar)""")
    # As a frame: thousands of files cost seconds when they are bound row by row.
    lines = pd.DataFrame(
        [(v.file.delivery_id, *v.rows.values(), v.status, v.reason, v.detail) for v in verdicts],
        dtype=object,
    )
    if verdicts:
        connection.register("verdict_lines", lines)
        connection.execute("insert into verdicts from verdict_lines")
        connection.unregister("verdict_lines")
    connection.execute("""
        insert into ledger.deliveries
        select files.delivery_id, files.agency, files.stem, files.file_name, files.sha256,
            files.byte_count, files.delivered_on, files.batch, files.received_at,
            verdicts.rows_received, verdicts.rows_accepted, verdicts.rows_quarantined,
            verdicts.rows_superseded, verdicts.status, verdicts.reason, verdicts.reason_detail
        from ledger.files inner join verdicts using (delivery_id)
        order by files.file_name, files.sha256""")


def _require_balance(connection: duckdb.DuckDBPyConnection) -> None:
    """Received = accepted + quarantined + superseded, and accepted = rows that stand in raw."""
    counts = " union all ".join(
        f"select _delivery_id from {contract.relations[0].qualified_name}"
        for contract in load_contracts()
    )
    wrong = connection.execute(f"""
        select deliveries.file_name, rows_received, rows_accepted, rows_quarantined,
            rows_superseded, coalesce(raw.total, 0)
        from ledger.deliveries
        left join (
            select _delivery_id, count(*) as total from ({counts}) group by _delivery_id
        ) as raw on deliveries.delivery_id = raw._delivery_id
        where rows_received <> rows_accepted + rows_quarantined + rows_superseded
            or (status = 'loaded' and rows_accepted <> coalesce(raw.total, 0))
        order by file_name limit 5""").fetchall()
    if wrong:
        raise IntakeError(
            "rows do not add up (file, received, accepted, quarantined, superseded, in raw): "
            f"{wrong}; nothing was published, please report this"
        )
