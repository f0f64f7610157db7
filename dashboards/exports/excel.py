"""Excel workbooks: tables with filters and links to cases, native charts, notes, definitions.

Belongs here: writing a package with xlsxwriter. Keep out: pictures of charts: these are Excel's own, so
that a reader can go on working with them.

Texts are always written as texts, so nothing that an agency delivered becomes a formula.
"""

from __future__ import annotations

import io
import re
from datetime import date
from typing import TYPE_CHECKING, Any

from dashboards import palette
from dashboards.charts.spec import ChartKind, ChartSpec
from dashboards.exports.package import ExportPackage, ExportTable, Unsaid

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

# Excel's own limits.
MAX_LINKS = 65_000
MAX_ROWS = 1_048_000
MAX_NAME = 31
_KINDS: dict[ChartKind, dict[str, str]] = {
    ChartKind.BAR: {"type": "column"},
    ChartKind.ROWS: {"type": "bar"},
    ChartKind.STACKED: {"type": "column", "subtype": "stacked"},
    ChartKind.SHARE: {"type": "column", "subtype": "percent_stacked"},
    ChartKind.LINE: {"type": "line"},
    ChartKind.FUNNEL: {"type": "scatter"},
}


class TooLongForExcelError(ValueError):
    """A table has more rows than a sheet; the message says how many. Nothing is cut."""


def write_excel(package: ExportPackage) -> bytes:
    """The workbook as bytes; raises TooLongForExcelError."""
    from xlsxwriter import Workbook

    target = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": False,
    }
    with Workbook(target, options) as book:
        formats = _formats(book)
        names: set[str] = set()
        for table in package.tables:
            sheet = book.add_worksheet(_sheet_name(table.title, names))
            _write_table(sheet, table, formats)
            if table.chart is not None and not table.chart.is_empty:
                _write_chart(
                    book,
                    sheet,
                    table.chart,
                    package.words.chart_data,
                    names,
                    formats,
                    len(table.columns),
                )
        _write_about(book.add_worksheet(_sheet_name(package.words.about, names)), package, formats)
        _write_definitions(
            book.add_worksheet(_sheet_name(package.words.definitions, names)), package, formats
        )
    return target.getvalue()


def _formats(book: Workbook) -> dict[str, Any]:
    letters = {"font_name": palette.OFFICE_FONT, "font_size": 10, "valign": "vcenter"}
    return {
        "text": book.add_format({**letters, "text_wrap": True}),
        "title": book.add_format({**letters, "bold": True, "font_size": 14}),
        "head": book.add_format(
            {
                **letters,
                "bold": True,
                "font_color": "white",
                "bg_color": palette.PRIMARY,
                "text_wrap": True,
            }
        ),
        "unsaid": book.add_format({**letters, "align": "right", "font_color": palette.MUTED}),
        "date": book.add_format({**letters, "num_format": "yyyy-mm-dd", "align": "left"}),
        **{
            f"number{decimals}": book.add_format(
                {**letters, "num_format": "#,##0" + (f".{'0' * decimals}" if decimals else "")}
            )
            for decimals in range(7)
        },
        **{
            f"link{decimals}": book.add_format(
                {
                    **letters,
                    "num_format": "#,##0" + (f".{'0' * decimals}" if decimals else ""),
                    "font_color": palette.PRIMARY,
                    "underline": True,
                }
            )
            for decimals in range(7)
        },
    }


def _sheet_name(title: str, taken: set[str]) -> str:
    """A name that Excel accepts and that no other sheet has."""
    plain = re.sub(r"[\[\]:*?/\\']", " ", title).strip()[:MAX_NAME] or "1"
    name, number = plain, 2
    while name.lower() in taken:
        name = f"{plain[: MAX_NAME - 4]} {number}"
        number += 1
    taken.add(name.lower())
    return name


def _write_table(sheet: Worksheet, table: ExportTable, formats: dict[str, Any]) -> None:
    if len(table.rows) > MAX_ROWS:
        raise TooLongForExcelError(
            f"[{table.title}] has {len(table.rows)} rows, a sheet holds {MAX_ROWS}; take CSV"
        )
    for place, column in enumerate(table.columns):
        sheet.write_string(0, place, column.heading, formats["head"])
        widest = max((len(str(row[place] or "")) for row in table.rows[:500]), default=8)
        sheet.set_column(place, place, min(46, max(12, 1.9 * len(column.heading), 1.4 * widest)))
    links = 0
    for number, row in enumerate(table.rows):
        for place, value in enumerate(row):
            address = table.addresses.get((number, place), "") if links < MAX_LINKS else ""
            at = (number + 1, place)
            if value is None:
                sheet.write_blank(*at, None, formats["text"])
            elif isinstance(value, Unsaid):
                sheet.write_string(*at, value.written, formats["unsaid"])
            elif isinstance(value, (int, float)):
                kind = "link" if address else "number"
                style = formats[f"{kind}{min(table.decimals(number, place), 6)}"]
                if address:
                    links += 1
                    sheet.write_url(*at, address, style)
                sheet.write_number(*at, value, style)
            elif isinstance(value, date):
                sheet.write_datetime(*at, value, formats["date"])
            else:
                sheet.write_string(*at, value, formats["text"])
    sheet.freeze_panes(1, 1)
    if table.rows:
        sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)


def _write_chart(
    book: Workbook,
    sheet: Worksheet,
    chart: ChartSpec,
    data_name: str,
    names: set[str],
    formats: dict[str, Any],
    columns: int,
) -> None:
    """The chart beside its table, its numbers on a sheet of their own."""
    data = book.add_worksheet(_sheet_name(data_name, names))
    drawn = book.add_chart(_KINDS[chart.kind])
    if chart.funnel is not None:
        _write_funnel(data, drawn, chart, formats)
    else:
        for row, category in enumerate(chart.categories, start=1):
            data.write_string(row, 0, category, formats["text"])
        for place, one in enumerate(chart.series, start=1):
            data.write_string(0, place, one.name, formats["head"])
            for row, value in enumerate(one.values, start=1):
                if value is not None:
                    data.write_number(row, place, value, formats[f"number{min(chart.decimals, 6)}"])
            colour = palette.SERIES[(place - 1) % len(palette.SERIES)]
            drawn.add_series(
                {
                    "name": [data.get_name(), 0, place],
                    "categories": [data.get_name(), 1, 0, len(chart.categories), 0],
                    "values": [data.get_name(), 1, place, len(chart.categories), place],
                    "fill": {"color": colour},
                    "line": {"color": colour},
                }
            )
    drawn.set_title({"name": chart.title, "name_font": {"size": 12}})
    drawn.set_y_axis(
        {"name": chart.unit, "major_gridlines": {"visible": True, "line": {"color": palette.LINE}}}
    )
    drawn.set_legend({"position": "bottom", "none": len(chart.series) < 2})
    drawn.set_size({"width": 760, "height": 400})
    if chart.kind is ChartKind.ROWS:
        drawn.set_y_axis({"reverse": True})
    sheet.insert_chart(1, columns + 1, drawn, {"description": chart.describe()[:250]})


def _write_funnel(data: Worksheet, drawn: Any, chart: ChartSpec, formats: dict[str, Any]) -> None:
    funnel = chart.funnel
    if funnel is None:
        return
    data.write_row(0, 0, ["", chart.axis, chart.unit], formats["head"])
    for row, point in enumerate(funnel.points, start=1):
        data.write_string(row, 0, point.name, formats["text"])
        data.write_number(row, 1, point.trials)
        data.write_number(row, 2, point.value)
    name = data.get_name()
    drawn.add_series(
        {
            "name": chart.title,
            "categories": [name, 1, 1, len(funnel.points), 1],
            "values": [name, 1, 2, len(funnel.points), 2],
            "marker": {"type": "circle", "size": 7, "fill": {"color": palette.PRIMARY}},
        }
    )
    column = 4
    for limits in (funnel.inner, funnel.outer):
        for row, values in enumerate(limits, start=1):
            data.write_row(row, column, values)
        for side in (1, 2):
            drawn.add_series(
                {
                    "categories": [name, 1, column, len(limits), column],
                    "values": [name, 1, column + side, len(limits), column + side],
                    "marker": {"type": "none"},
                    "line": {"color": palette.MUTED, "width": 1},
                }
            )
        column += 4


def _write_about(sheet: Worksheet, package: ExportPackage, formats: dict[str, Any]) -> None:
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, package.title, formats["title"])
    row = 2
    for label, value in package.facts:
        sheet.write_string(row, 0, label, formats["text"])
        sheet.write_string(row, 1, value, formats["text"])
        row += 1
    for note in package.notes:
        sheet.write_string(row, 1, note, formats["text"])
        row += 1


def _write_definitions(sheet: Worksheet, package: ExportPackage, formats: dict[str, Any]) -> None:
    words = package.words
    for place, (label, width) in enumerate(
        ((words.metric, 28), (words.definition, 70), (words.source, 40), (words.owner, 14))
    ):
        sheet.write_string(0, place, label, formats["head"])
        sheet.set_column(place, place, width)
    for row, found in enumerate(package.definitions, start=1):
        for place, value in enumerate((found.name, found.words, found.source, found.owner)):
            sheet.write_string(row, place, value, formats["text"])
    sheet.freeze_panes(1, 1)
