"""A page as PDF: its tables and charts on A4, with filters, freshness, notes and definitions.

Belongs here: writing a package with WeasyPrint. Keep out: documents with an official layout (reports).
"""

from __future__ import annotations

import base64
from dataclasses import replace
from pathlib import Path
from string import Template

from markupsafe import Markup

from dashboards import palette
from dashboards.charts.fonts import font_file
from dashboards.charts.image import draw_image
from dashboards.charts.spec import ChartSpec
from dashboards.exports.package import Column, ExportPackage, ExportTable, Unsaid, Value
from models.metrics.formula import round_as_printed

# More columns than this read better across the sheet.
_WIDE = 7
_STYLE = Path(__file__).with_name("page.css")


def write_pdf(package: ExportPackage) -> bytes:
    """The PDF as bytes."""
    from weasyprint import HTML

    is_wide = any(len(table.columns) > _WIDE for table in package.tables)
    style = Template(_STYLE.read_text(encoding="utf-8")).substitute(
        ORIENTATION="landscape" if is_wide else "portrait",
        REGULAR=font_file("regular").as_uri(),
        SEMIBOLD=font_file("semibold").as_uri(),
        INK=palette.INK,
        MUTED=palette.MUTED,
        LINE=palette.LINE,
        PRIMARY=palette.PRIMARY,
    )
    page = Markup(
        "<html><head><title>{}</title><style>{}</style></head><body>{}</body></html>"
    ).format(package.title, Markup(style), _body(package))
    return HTML(string=str(page)).write_pdf()


def _body(package: ExportPackage) -> Markup:
    facts = Markup("").join(
        Markup("<div><dt>{} </dt><dd>{}</dd></div>").format(*fact) for fact in package.facts
    )
    notes = Markup("").join(Markup("<p>{}</p>").format(note) for note in package.notes)
    definitions = Markup("").join(
        Markup("<p><b>{}</b> {} <span class=u>{} · {}</span></p>").format(
            one.name, one.words, one.source, one.owner
        )
        for one in package.definitions
    )
    return Markup("<h1>{}</h1><dl>{}</dl>{}{}<h2>{}</h2>{}").format(
        package.title,
        facts,
        notes,
        Markup("").join(_table(table) for table in package.tables),
        package.words.definitions,
        definitions,
    )


def _table(table: ExportTable) -> Markup:
    head = Markup("").join(
        Markup("<th class={}>{}</th>").format("n" if column.is_number else "t", column.heading)
        for column in table.columns
    )
    rows = Markup("").join(
        Markup("<tr>{}</tr>").format(
            Markup("").join(
                _cell(
                    value,
                    replace(column, decimals=table.decimals(number, place)),
                    table.addresses.get((number, place), ""),
                )
                for place, (value, column) in enumerate(zip(row, table.columns, strict=True))
            )
        )
        for number, row in enumerate(table.rows)
    )
    return Markup("<h2>{}</h2>{}<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>").format(
        table.title, _image(table.chart), head, rows
    )


def _cell(value: Value, column: Column, address: str) -> Markup:
    if isinstance(value, (int, float)):
        written: object = f"{round_as_printed(value, column.decimals):,f}"
        if address:
            written = Markup('<a href="{}">{}</a>').format(address, written)
        return Markup("<td class=n>{}</td>").format(written)
    if isinstance(value, Unsaid):
        return Markup('<td class="n u">{}</td>').format(value.written)
    return Markup("<td class={}>{}</td>").format("n" if column.is_number else "t", value or "")


def _image(chart: ChartSpec | None) -> Markup:
    if chart is None or chart.is_empty:
        return Markup("")
    data = base64.b64encode(draw_image(chart, "svg")).decode("ascii")
    return Markup('<img alt="{}" src="data:image/svg+xml;base64,{}">').format(
        chart.describe(), data
    )
