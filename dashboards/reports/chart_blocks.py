"""Charts of a report: which numbers are drawn, and the same numbers in words.

Belongs here: the data of charts and their alternative text. Keep out: drawing (``drawing.py``).
"""

from __future__ import annotations

from dataclasses import replace

from dashboards.reports.blocks import Chart, Number, Series, Table
from dashboards.reports.definition import BlockDefinition
from dashboards.reports.desk import Desk
from dashboards.reports.statements import months_until
from dashboards.reports.tables import cut_table, months_table

MONTHS = 13


def chart_of(
    desk: Desk, block: BlockDefinition, caption: str, listed: Table | None = None
) -> Chart | None:
    """The chart of a block, None where there is nothing to draw."""
    if listed is not None:
        return _listed_chart(desk, block, caption, listed)
    if "by" in block.options:
        table = cut_table(desk, block, caption)
        # The whole stands beside the bars in every table; as a bar it would dwarf them.
        return _chart(desk, block, replace(table, rows=table.rows[:-1]), "bars")
    months = {**block.options, "months": block.options.get("months", MONTHS)}
    table = months_table(desk, replace(block, options=months), caption)
    if months_until(desk.period, 1)[0].last_day > desk.book.as_of and table.rows:
        # The last month is not over: a line would fall for no other reason.
        table = replace(table, rows=table.rows[:-1])
    return _chart(desk, block, table, "line")


def _chart(desk: Desk, block: BlockDefinition, table: Table, kind: str) -> Chart | None:
    columns = range(1, len(table.columns))
    series = tuple(
        Series(
            table.columns[at],
            tuple(
                row[at] if isinstance(row[at], Number) else Number(str(row[at]), None, "")
                for row in table.rows
            ),
        )
        for at in columns
    )
    labels = tuple(str(row[0]) for row in table.rows)
    series = tuple(one for one in series if any(n.value is not None for n in one.numbers))
    if not labels or not series:
        return None
    units = {desk.unit(desk.variant_of(name)[1] or {}).strip() for name in block.metrics}
    unit = units.pop() if len(units) == 1 else ""
    return Chart(
        block.subject,
        table.caption,
        kind,
        labels,
        series,
        unit,
        _alt(desk, table.caption, labels, series),
    )


def _listed_chart(desk: Desk, block: BlockDefinition, caption: str, listed: Table) -> Chart | None:
    label, value = (int(block.options[name]) for name in ("label", "value"))
    rows = [row for row in listed.rows if isinstance(row[value], Number)]
    if not rows:
        return None
    numbers = tuple(row[value] for row in rows if isinstance(row[value], Number))
    labels = tuple(str(row[label]) for row in rows)
    series = (Series(listed.columns[value], numbers),)
    return Chart(
        block.subject, caption, "bars", labels, series, "", _alt(desk, caption, labels, series)
    )


def _alt(desk: Desk, caption: str, labels: tuple[str, ...], series: tuple[Series, ...]) -> str:
    """What the chart shows, number by number."""
    said = []
    for one in series:
        points = desk.text("frame.list_separator").join(
            f"{label} {number.text}" for label, number in zip(labels, one.numbers, strict=True)
        )
        said.append(desk.text("report.alt_series", name=one.name, points=points))
    return desk.text("report.alt", caption=caption, series=" ".join(said))
