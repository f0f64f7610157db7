"""What a reader takes away says no more than what they see: every format, under a scope, with small cells.

When one of these fails, a file tells of another county, or of the one person whom the page leaves unsaid.
"""

from __future__ import annotations

import csv
import io
import re
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

import fastexcel
import pytest
from streamlit.testing.v1 import AppTest

from dashboards.charts.image import draw_image
from dashboards.exports.csv_text import write_csv
from dashboards.exports.excel import write_excel
from dashboards.exports.fill import fill_package
from dashboards.exports.package import HIDDEN, SMALL, ExportPackage, Unsaid
from dashboards.exports.pdf import write_pdf
from dashboards.gallery.registry import fixed_reports
from dashboards.grids.draw import Drawing
from dashboards.grids.fill import Asked, fill_grid
from dashboards.grids.privacy import is_grid_personal
from dashboards.metrics.book import MetricBook, Scope
from dashboards.scope import CASE_ACCESS_VARIABLE, Reader
from dashboards.view import View
from models.metrics.periods import Kind, Period, add_months, month_end
from pipelines.home import HOME_VARIABLE, Home
from pipelines.scoping import ReaderScope
from pipelines.snapshot import Snapshot, open_snapshot

REGIONS = ("320505", "320506", "320507")
OTHER_REGIONS = ("昆山市", "张家港市", "常熟市", "太仓市")
# Persons by charge: the one report of the gallery that has small cells in every month.
METRIC = "criminal_detention_persons"


@pytest.fixture(scope="module")
def limited(built_home: Home) -> Iterator[Snapshot]:
    opened = open_snapshot(built_home.path, scope=ReaderScope(regions=REGIONS))
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def own_main(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streamlit's test run takes the place of ``__main__``."""
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])


def last_year(book: MetricBook) -> Period:
    last = month_end(add_months(book.as_of, -1))
    return Period(add_months(last.replace(day=1), -11), last)


def package_of(limited: Snapshot, report_id: str) -> tuple[Drawing, ExportPackage]:
    """A fixed report as a file of a reader of three counties without access to cases."""
    reader = Reader("li", ReaderScope(regions=REGIONS), has_case_access=False)
    view, book = View(limited, "zh", reader), MetricBook(limited)
    report = fixed_reports()[report_id]
    spec = report.spec(book.variants)
    asked = Asked(last_year(book), kind=Kind.YEAR_BEFORE)
    drawing = Drawing.of(view, book, fill_grid(limited, book, spec, asked), report.title("zh"))
    return drawing, fill_package(
        view,
        name=report.id,
        title=report.title("zh"),
        filters=[],
        tables=[drawing.table()],
        metric_ids=[measure.metric_id for measure in spec.measures],
        address="",
    )


def reports_about_persons(limited: Snapshot) -> Iterator[tuple[Drawing, ExportPackage]]:
    """Fixed reports in which something stays unsaid to a reader without access to cases."""
    book = MetricBook(limited)
    for report_id, report in fixed_reports().items():
        spec = report.spec(book.variants)
        if any(
            is_grid_personal(book.metrics[one.metric_id], spec, Scope()) for one in spec.measures
        ):
            drawing, package = package_of(limited, report_id)
            if drawing.marks:
                yield drawing, package


def test_every_format_leaves_the_same_unsaid(limited: Snapshot) -> None:
    checked = 0
    for drawing, package in islice(reports_about_persons(limited), 2):
        checked += 1
        table = package.tables[0]
        unsaid = {
            (row, column)
            for row, values in enumerate(table.rows)
            for column, value in enumerate(values)
            if isinstance(value, Unsaid)
        }
        assert unsaid
        # CSV and workbook hold the same cells as the page, one by one.
        rows = list(csv.reader(io.StringIO(write_csv(package).decode("utf-8-sig"))))
        book = write_excel(package)
        sheet = fastexcel.read_excel(book).load_sheet(0, header_row=None, dtypes="string")
        cells = [list(row.values()) for row in sheet.to_arrow().to_pylist()]
        header = next(number for number, row in enumerate(cells) if row[0] == rows[0][0])
        for row, column in unsaid:
            written = {SMALL.written, HIDDEN.written}
            assert rows[row + 1][column] in written
            assert cells[header + row + 1][column] in written
            assert (row, column) not in table.addresses
        assert "metric_cases" not in write_csv(package).decode("utf-8-sig")
        # The chart, as picture, as data of the workbook and in the PDF, has no point where the table is silent.
        if table.chart is not None and not table.chart.is_empty:
            hidden = {
                drawing.grid.cell(row, column, measure).value
                for row, column, measure in drawing.marks
                if drawing.grid.cell(row, column, measure) is not None
            }
            assert hidden
            shown = replace(table.chart, series=table.chart.series)
            silent = sum(value is None for one in shown.series for value in one.values)
            assert silent
            assert b"<svg" in draw_image(shown, "svg")
        assert write_pdf(package).startswith(b"%PDF")
    assert checked


def test_no_format_leaves_the_scope(limited: Snapshot) -> None:
    _, package = package_of(limited, "filed_by_region")
    table = package.tables[0]
    texts = [write_csv(package).decode("utf-8-sig")]
    with zipfile.ZipFile(io.BytesIO(write_excel(package))) as parts:
        texts += [parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml")]
    assert table.chart is not None
    texts += [" ".join(table.chart.categories), draw_image(table.chart, "svg").decode()]
    # The PDF draws the same table and chart; its letters are glyphs of a cut font.
    assert write_pdf(package).startswith(b"%PDF")
    for name in OTHER_REGIONS:
        assert not any(name in text for text in texts), name
    assert any("吴中" in text for text in texts)


@pytest.mark.parametrize("page", ["statistics", "trend", "regions"])
def test_single_figures_of_few_persons_stay_unsaid(
    built_home: Home, limited: Snapshot, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a charge chosen, a figure tells of persons by what they did; no list can be opened either."""
    monkeypatch.setenv(HOME_VARIABLE, str(built_home.path))
    monkeypatch.setenv(CASE_ACCESS_VARIABLE, "no")
    charge = few_of_a_charge(built_home)
    run = AppTest.from_string(
        f"""
        from dashboards.pages import {page}
        from dashboards.view import open_view

        {page}.show_page(open_view("zh"))
        """,
        default_timeout=30,
    )
    run.query_params["charge"] = charge
    if page != "statistics":
        run.query_params["metric"] = METRIC
    run.run()
    assert not run.exception, run.exception
    html = " ".join(element.proto.body for element in run.get("html"))
    assert SMALL.written.replace("<", "&lt;") in html
    assert "metric_cases" not in html
    if page != "statistics":
        # No figure of one to four persons stands in any cell.
        assert not re.findall(r">\s*[1-4] <small>人", html)


def few_of_a_charge(home: Home) -> str:
    """A charge under which one to four persons were detained in the last finished month."""
    snapshot = open_snapshot(home.path)
    try:
        book = MetricBook(snapshot)
        last = last_year(book).last_day
        month = Period(last.replace(day=1), last)
        charges = snapshot.query(
            "select distinct charge_code from metric_cubes where charge_code is not null order by 1"
        )["charge_code"]
        for charge in charges:
            value = book.figure(METRIC, "period", month, Scope(charge=charge)).value
            if value and value < 5:
                return str(charge)
    finally:
        snapshot.close()
    raise AssertionError("the sample has no charge with few detained persons")
