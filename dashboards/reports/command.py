"""`caseloom report`: one report into one file.

Belongs here: reading what the command is given. Keep out: making the report.
"""

from __future__ import annotations

from pathlib import Path

from dashboards.metrics.book import Scope
from dashboards.queries import load_query
from dashboards.reports.blocks import Document
from dashboards.reports.compose import Progress, ReportError, compose
from dashboards.reports.desk import DIMENSIONS
from dashboards.reports.render import FORMATS, render
from dashboards.scope import current_reader, open_for
from pipelines.home import Home
from pipelines.snapshot import Snapshot


def read_scope(text: str, snapshot: Snapshot) -> Scope:
    """``region=320583,charge=264001`` (any of region, agency, charge); empty: everything.

    Raises:
        ReportError: an unknown word or code.
    """
    chosen: dict[str, str] = {}
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        name, _, code = part.partition("=")
        if name not in DIMENSIONS or not code:
            raise ReportError(f"[{part}] is no scope; write [{'=CODE], ['.join(DIMENSIONS)}=CODE]")
        chosen[name] = code
    names = snapshot.query(load_query("labels"))
    choices = snapshot.query(load_query("report_choices"))
    known = {
        **{name: set(names.loc[names["list"] == name, "code"]) for name in ("region", "charge")},
        "agency": set(choices.loc[choices["filter"] == "agency", "code"]),
    }
    for name, code in chosen.items():
        if code not in known[name]:
            raise ReportError(f"there is no {name} [{code}]")
    return Scope(**chosen)


def write_report(
    home: Home,
    report: str,
    out: Path,
    *,
    period: str | None = None,
    scope: str = "",
    format: str = "docx",
    language: str = "zh",
    snapshot: str | None = None,
    progress: Progress = lambda done: None,
) -> Document:
    """Make a report of the current snapshot (or a named one) and write it to ``out``.

    Raises:
        ReportError, PeriodError: it cannot be made as asked.
        NoSnapshotError: nothing was published, or the named version is gone.
        OSError: the file cannot be written.
    """
    if format not in FORMATS:
        raise ReportError(f"[{format}] is none of {', '.join(FORMATS)}")
    reader = current_reader()
    opened = open_for(reader, home.path, snapshot)
    try:
        document = compose(
            opened,
            report,
            period=period,
            scope=read_scope(scope, opened),
            language=language,
            snapshot=opened.version,
            reader=reader,
            progress=lambda done: progress(0.7 * done),
        )
    finally:
        opened.close()
    content = render(document, format)
    out.parent.mkdir(parents=True, exist_ok=True)
    draft = out.with_name(f".{out.name}.draft")
    draft.write_bytes(content)
    draft.replace(out)
    progress(1.0)
    return document
