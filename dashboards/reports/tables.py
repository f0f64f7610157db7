"""Tables of a report: metrics beside their bases, by months, by places, charges or members.

Belongs here: which cells a table has. Keep out: looks, and rankings: places and agencies stand in the
official order of their codes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dashboards.formats import EMPTY
from dashboards.metrics.book import Scope, UnknownScopeError
from dashboards.reports.blocks import Cell, Number, Table
from dashboards.reports.definition import BlockDefinition
from dashboards.reports.desk import Desk, Measured, steady
from dashboards.reports.members import in_order, member_label
from dashboards.reports.small_cells import Line, hide_alone, hide_small, is_small
from dashboards.reports.statements import CHARGES, months_until
from models.metrics.formula import round_as_printed
from models.metrics.periods import Period

TOP = 10


def metrics_table(desk: Desk, block: BlockDefinition, caption: str) -> Table:
    """One line per metric: value, parts, and each base with its change."""
    text = desk.text
    columns = [text("statistics.metric"), text("report.unit"), text("statistics.value")]
    kinds = ["text", "text", "number"]
    for kind in desk.kinds:
        columns += [text(f"report.base.{kind.value}"), text(f"report.change.{kind.value}")]
        kinds += ["number", "number"]
    rows, notes = [], []
    for name in block.metrics:
        found = desk.measure(name)
        if found.reason:
            notes.append(text("report.note", name=desk.name(found.metric), reason=found.reason))
            continue
        rows.append(_metric_row(desk, found))
        notes += _marks(desk, found)
    if _has_hidden(rows):
        notes.append(text("report.small_cells"))
    return Table(
        block.subject,
        caption,
        tuple(columns),
        tuple(kinds),
        tuple(rows),
        tuple(dict.fromkeys(notes)),
        bool(block.options.get("annex")),
    )


def _metric_row(desk: Desk, found: Measured) -> tuple[Cell, ...]:
    value = found.figure.value if found.figure else None
    cells: list[Cell] = [
        desk.name(found.metric, found.variant),
        desk.unit(found.variant).strip(),
        hide_alone(desk.number(value, found.variant, found.key()), found, found.figure, desk),
    ]
    for kind in desk.kinds:
        base = (found.bases or {}).get(kind)
        if base is None:
            cells += [EMPTY, EMPTY]
            continue
        days, before = base
        shown = desk.number(before.value, found.variant, found.key(period=days))
        cells.append(hide_alone(shown, found, before, desk))
        is_told = not (is_small(found, found.figure) or is_small(found, before))
        cells.append(_change(desk, found, days, before.value) if is_told else EMPTY)
    return tuple(cells)


def _change(desk: Desk, found: Measured, days: Period, before: float | None) -> Cell:
    now = found.figure.value if found.figure else None
    if now is None or before is None:
        return EMPTY
    change = round_as_printed(now - before, int(found.variant["decimals"]))
    shown = f"{change:+,f}" if change else f"{abs(change):f}"
    return Number(shown, steady(now - before), found.key("change", days))


def _marks(desk: Desk, found: Measured) -> list[str]:
    text, name = desk.text, desk.name(found.metric)
    marks = []
    figure = found.figure
    if figure is not None and (figure.is_unfinished or found.is_cut):
        day = desk.formats.date(found.period.last_day)
        marks.append(text("report.note", name=name, reason=text("report.unfinished", day=day)))
    if figure is not None and figure.is_open_cohort:
        marks.append(text("report.note", name=name, reason=text("statistics.open_cohort")))
    return marks


def months_table(desk: Desk, block: BlockDefinition, caption: str) -> Table:
    """One line per month, the newest last; one column per metric."""
    found = _measurable(desk, block.metrics)
    rows = []
    for month in months_until(desk.period, int(block.options["months"])):
        if month.first_day < desk.data_start:
            continue
        cells: list[Cell] = [f"{month.first_day:%Y-%m}"]
        for one in found:
            cells.append(_cell(desk, one, month))
        rows.append(tuple(cells))
    return _table(desk, block, caption, desk.text("report.month"), found, rows)


def cut_table(desk: Desk, block: BlockDefinition, caption: str) -> Table:
    """One line per member of a cut, and the whole as the last one."""
    cut = str(block.options["by"])
    found = _measurable(desk, block.metrics)
    members = cut_members(desk, cut, int(block.options.get("top", TOP)))
    names = [name for name, _ in members]
    scopes = [scope for _, scope in members]
    columns = []
    for one in found:
        lines = [
            _line(desk, replace(one, scope=scope), one.period)
            if scope is not None and _is_cut_by(one, cut)
            else (EMPTY, None)
            for scope in scopes
        ]
        columns.append(hide_small([*lines, _line(desk, one, one.period)], one, cut, desk))
    rows = [
        (name, *(column[index] for column in columns))
        for index, name in enumerate([*names, desk.text("report.whole")])
        if index == len(names) or any(_is_something(column[index]) for column in columns)
    ]
    return _table(desk, block, caption, desk.text(f"report.cut.{cut.split(':')[0]}"), found, rows)


def cut_members(desk: Desk, cut: str, top: int) -> list[tuple[str, Scope]]:
    """The members of a cut within the report's scope, with their names; places in official order."""
    kind, _, breakdown = cut.partition(":")
    scope, labels = desk.scope, desk.labels
    if kind == "breakdown":
        found = desk.ask("breakdown_members", breakdown=breakdown)["member"]
        return [
            (
                member_label(labels, desk.text, breakdown, code),
                replace(scope, breakdown=breakdown, member=code),
            )
            for code in in_order(breakdown, found.tolist())
        ]
    if getattr(scope, kind):
        codes: Sequence[str] = [getattr(scope, kind)]
    elif kind == "charge":
        codes = desk.ask(
            "report_top_charges", region=scope.region, agency=scope.agency, row_limit=CHARGES
        )["charge_code"].tolist()[:top]
    else:
        choices = desk.ask("report_choices")
        codes = choices.loc[choices["filter"] == kind, "code"].tolist()
    name = {"region": labels.region, "agency": labels.unit, "charge": labels.charge}[kind]
    return [(name(code), replace(scope, **{kind: code})) for code in codes]


def _measurable(desk: Desk, names: Sequence[str]) -> list[Measured]:
    """The metrics that can be had in the report's scope; the others have no column."""
    return [found for name in names if not (found := desk.measure(name)).reason]


def _is_cut_by(found: Measured, cut: str) -> bool:
    kind, _, breakdown = cut.partition(":")
    return (breakdown or kind) in str(found.metric["slices"]).split(";")


def _cell(desk: Desk, found: Measured, period: Period) -> Cell:
    cell, figure = _line(desk, found, period)
    return hide_alone(cell, found, figure, desk)


def _line(desk: Desk, found: Measured, period: Period) -> Line:
    """A cell and the figure behind it."""
    if period.first_day < desk.data_start:
        return EMPTY, None
    try:
        figure = desk.batch.figure(found.metric_id, found.variant_name, period, found.scope)
    except UnknownScopeError:
        return EMPTY, None
    key = replace(found, period=period).key()
    return desk.number(figure.value if figure else None, found.variant, key), figure


def _has_hidden(rows: Sequence[tuple[Cell, ...]]) -> bool:
    return any(isinstance(cell, Number) and cell.is_hidden for row in rows for cell in row)


def _is_something(cell: Cell) -> bool:
    return isinstance(cell, Number) and (cell.is_hidden or bool(cell.value))


def _table(
    desk: Desk,
    block: BlockDefinition,
    caption: str,
    first: str,
    found: list[Measured],
    rows: list[tuple[Cell, ...]],
) -> Table:
    heads = [
        desk.text(
            "report.column",
            name=desk.name(one.metric, one.variant),
            unit=desk.unit(one.variant).strip(),
        )
        for one in found
    ]
    notes = []
    for one in found:
        notes += _marks(desk, one)
    if _has_hidden(rows):
        notes.append(desk.text("report.small_cells"))
    return Table(
        block.subject,
        caption,
        (first, *heads),
        ("text", *["number"] * len(heads)),
        tuple(rows),
        tuple(dict.fromkeys(notes)),
        bool(block.options.get("annex")),
    )
