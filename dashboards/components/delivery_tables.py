"""The lists of the deliveries page: reasons, refused rows, days, files.

Belongs here: one table per kind of line. Keep out: asking for the lines (the page does).
"""

from __future__ import annotations

from typing import Any

import pandas as pd
from markupsafe import Markup

from dashboards import links
from dashboards.components.markup import Cell, Heading, anchor, badge, lines, quiet, table
from dashboards.formats import EMPTY, is_empty
from dashboards.view import View
from pipelines.accounts import load_reasons

_TONES = {"loaded": "good", "quarantined": "bad", "duplicate": "neutral", "superseded": "neutral"}


def _meaning(view: View, code: Any) -> str:
    reason = load_reasons().get(code)
    if reason is None:
        return view.text.find(f"reason.{code}") or EMPTY
    return reason.meaning_en if view.language == "en" else reason.meaning_zh


def _action(view: View, code: Any) -> str:
    reason = load_reasons().get(code)
    if reason is None:
        return view.text("deliveries.no_action")
    return reason.action_en if view.language == "en" else reason.action_zh


def _file(name: str) -> Markup:
    return Markup('<span class="cl-file">{}</span>').format(name)


def reasons_table(view: View, reasons: pd.DataFrame) -> Markup:
    """One line per reason code: what it means, how often, what to do."""
    text, formats = view.text, view.formats
    headings = [
        Heading(text("deliveries.reason"), is_lead=True),
        Heading(text("deliveries.count"), "number"),
        Heading(text("deliveries.action")),
    ]
    tones = {"file": "bad", "row": "warn"}
    rows = []
    for row in reasons.to_dict("records"):
        unit = text(f"unit.{'file' if row['kind'] in ('file', 'passed_over') else 'row'}")
        rows.append(
            [
                Markup("{} {}").format(
                    badge(row["code"], tones.get(row["kind"], "neutral")),
                    _meaning(view, row["code"]),
                ),
                Markup("{} <small>{}</small>").format(formats.number(row["value"]), unit),
                _action(view, row["code"]),
            ]
        )
    return table(headings, rows, label=text("deliveries.reasons"))


def quarantine_table(view: View, rows: pd.DataFrame) -> Markup:
    """One line per refused row."""
    text, formats = view.text, view.formats
    headings = [
        Heading(text("source.file"), is_lead=True),
        Heading(text("deliveries.record")),
        Heading(text("deliveries.reason")),
        Heading(text("source.column")),
        Heading(text("deliveries.masked_value")),
        Heading(text("deliveries.action")),
    ]
    cells = [
        [
            lines(
                _file(row["file_name"]),
                quiet(
                    Markup("{} · {}").format(
                        view.labels.agency(row["agency"]),
                        text("source.row_number", row=row["row_number"]),
                    )
                ),
            ),
            _file(formats.text(row["record_key"])),
            Markup("{} {}").format(
                badge(row["reason_code"], "warn"), _meaning(view, row["reason_code"])
            ),
            _file(formats.text(row["column_name"])),
            formats.text(row["masked_value"]),
            quiet(_action(view, row["reason_code"])),
        ]
        for row in rows.to_dict("records")
    ]
    return table(headings, cells, label=text("deliveries.rows_tab"))


def days_table(view: View, days: pd.DataFrame) -> Markup:
    """One line per day of delivery, one column per agency."""
    text, formats, labels = view.text, view.formats, view.labels
    agencies = [code for code in labels.all_names("agency") if code in set(days["agency"])]
    headings = [
        Heading(text("source.delivered_on"), is_lead=True),
        *[Heading(labels.agency(agency)) for agency in agencies],
    ]
    rows = []
    for day, group in days.groupby("delivered_on", sort=False):
        by_agency = {row["agency"]: row for row in group.to_dict("records")}
        cells: list[Cell] = [formats.date(day)]
        for agency in agencies:
            found = by_agency.get(agency)
            cells.append(_day_cell(view, found) if found else EMPTY)
        rows.append(cells)
    return table(headings, rows, label=text("deliveries.days_tab"))


def _day_cell(view: View, row: dict[str, Any]) -> Markup:
    text, formats = view.text, view.formats
    day = formats.date(row["delivered_on"])
    address = view.link(links.DELIVERIES, agency=row["agency"], **{"from": day, "to": day})
    files, rows, refused, quarantined = (
        int(row[name])
        for name in ("file_count", "rows_received", "refused_count", "rows_quarantined")
    )
    marks = []
    if refused:
        marks.append(
            badge(
                text.count("deliveries.files_refused", refused, number=formats.number(refused)),
                "bad",
            )
        )
    if quarantined:
        shown = formats.number(quarantined)
        marks.append(
            badge(text.count("deliveries.rows_refused", quarantined, number=shown), "warn")
        )
    return lines(
        anchor(address, text.count("deliveries.rows", rows, number=formats.number(rows))),
        quiet(text.count("deliveries.files", files, number=formats.number(files))),
        Markup(" ").join(marks),
    )


def files_table(view: View, files: pd.DataFrame) -> Markup:
    """One line per delivered file."""
    text, formats = view.text, view.formats
    headings = [
        Heading(text("source.file"), is_lead=True),
        Heading(text("overview.state"), "mark"),
        Heading(text("deliveries.rows_received"), "number"),
        Heading(text("deliveries.rows_accepted"), "number"),
        Heading(text("deliveries.rows_quarantined"), "number"),
        Heading(text("deliveries.rows_superseded"), "number"),
        Heading(text("deliveries.reason")),
    ]
    rows = []
    for row in files.to_dict("records"):
        code = row["reason"]
        reason: Cell = EMPTY
        if not is_empty(code):
            meaning = Markup("{} {}").format(badge(code, "neutral"), _meaning(view, code))
            detail = quiet(formats.text(row["reason_detail"]))
            reason = lines(meaning, detail, quiet(_action(view, code)))
        rows.append(
            [
                lines(_file(row["file_name"]), quiet(view.labels.agency(row["agency"]))),
                badge(text(f"status.{row['status']}"), _TONES.get(row["status"], "warn")),
                *[
                    formats.number(row[name])
                    for name in (
                        "rows_received",
                        "rows_accepted",
                        "rows_quarantined",
                        "rows_superseded",
                    )
                ],
                reason,
            ]
        )
    return table(headings, rows, label=text("deliveries.files_tab"))
