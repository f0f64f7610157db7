"""The same figure shows the same number in Word, Excel, HTML and mail text, and it is the registry's.

When this fails, two people quote two numbers for one thing.
"""

from __future__ import annotations

import io
import os
import random
import re

import docx
import fastexcel
import pytest
from docx.oxml.ns import qn
from lxml import html as lxml_html

from dashboards.formats import is_empty
from dashboards.metrics.batch import ask_all
from dashboards.metrics.book import MetricBook, Scope
from dashboards.reports.blocks import Document, Number, Paragraph, Table, from_json, to_json
from dashboards.reports.definition import load_definitions
from dashboards.reports.desk import Desk, steady
from dashboards.reports.keys import FIGURE, figure_key, read_metric_key
from dashboards.reports.listings import listing_parameters, load_listings
from dashboards.reports.periods import period_name, period_of
from dashboards.reports.render import render
from dashboards.reports.writers.html import write_text
from dashboards.reports.writers.page import written
from models.metrics.formula import round_as_printed
from models.metrics.periods import ONE_DAY, Period

IS_PROVING = bool(os.environ.get("CASELOOM_PROVE"))
SCOPES = [Scope(), Scope(region="320583"), Scope(region="320505")][: 3 if IS_PROVING else 1]
PERIODS = 3 if IS_PROVING else 1
ALONE = 400 if IS_PROVING else 12
CASES = [
    (name, back, scope)
    for name in load_definitions()
    for back in range(PERIODS)
    for scope in SCOPES
]


def report_of(make_report, name: str, back: int, scope: Scope) -> Document:
    """The report of the last period, or of one before."""
    document = make_report(name, scope=scope)
    grain = load_definitions()[name].grain
    day = document.first_day
    for _ in range(back):
        day = period_of(day - ONE_DAY, grain).first_day
    return document if not back else make_report(
        name, period=period_name(period_of(day, grain), grain), scope=scope
    )  # fmt: skip


@pytest.mark.parametrize(("name", "back", "scope"), CASES)
def test_every_figure_is_that_of_the_registry(
    name: str, back: int, scope: Scope, snapshot, make_report
) -> None:
    document = report_of(make_report, name, back, scope)
    found = [one for one in document.numbers() if one.key and not one.is_hidden]
    metrics = {one.key: one for one in found if not one.key.startswith(FIGURE)}
    book = MetricBook(snapshot)
    values = [
        (read_metric_key(key), one)
        for key, one in metrics.items()
        if read_metric_key(key).part == "value"
    ]
    questions = [(key.metric_id, key.variant, key.period, key.scope) for key, _ in values]
    figures = ask_all(snapshot, questions)
    for (key, one), question in zip(values, questions, strict=True):
        figure = figures[question]
        assert figure is not None, one.key
        assert (one.value is None) == (figure.value is None), one.key
        if one.value is not None:
            digits = int(book.variants[key.metric_id, key.variant]["decimals"])
            assert one.value == steady(figure.value), one.key
            assert one.text.replace(",", "") == f"{round_as_printed(figure.value, digits):f}", (
                one.key
            )
    # Asked among many and asked alone, as the pages ask, are the same.
    for question in random.Random(name).sample(questions, min(ALONE, len(questions))):
        alone = book.figure(*question)
        expected = None if alone.value is None else pytest.approx(alone.value, rel=1e-12)
        assert figures[question].value == expected, question
        assert figures[question].is_open_cohort == alone.is_open_cohort, question
    assert values or not load_definitions()[name].metrics


@pytest.mark.parametrize(("name", "back", "scope"), CASES)
def test_every_row_of_a_listing_is_that_of_its_question(
    name: str, back: int, scope: Scope, snapshot, make_report
) -> None:
    document = report_of(make_report, name, back, scope)
    desk = Desk(
        snapshot,
        load_definitions()[name],
        period=Period(document.first_day, document.last_day),
        scope=Scope(**document.scope),
        language="zh",
    )
    rows: dict[str, dict[str, dict]] = {}
    for one in document.numbers():
        if not one.key.startswith(FIGURE):
            continue
        address, _, column = one.key.removeprefix(FIGURE).rpartition("#")
        listing = load_listings()[address.partition("?")[0]]
        if listing.id not in rows:
            found = snapshot.query(listing.sql, listing_parameters(desk, listing.id))
            rows[listing.id] = {
                figure_key(listing.id, "", **{key: str(row[key]) for key in listing.keys}): row
                for row in found.to_dict("records")
            }
            assert len(rows[listing.id]) == len(found), f"[{listing.id}] has rows of one key"
        value = rows[listing.id][f"{FIGURE}{address}#"][column]
        if one.is_hidden:
            assert 0 < value < 5 and one.value is None, one.key
        else:
            assert one.value == (None if is_empty(value) else steady(float(value))), one.key


@pytest.mark.parametrize(("name", "back", "scope"), CASES)
def test_every_format_shows_the_same(
    name: str, back: int, scope: Scope, make_report, charts_of
) -> None:
    document = report_of(make_report, name, back, scope)
    charts = charts_of(document)
    shown = [table for table in document.tables() if not table.is_annex]
    texts = [[[written(cell) for cell in row] for row in table.rows] for table in shown]
    assert from_json(to_json(document)) == document

    word = docx.Document(io.BytesIO(render(document, "docx", charts)))
    found = [
        [
            ["".join(t.text or "" for t in cell.iter(qn("w:t"))) for cell in row.tc_lst]
            for row in table._tbl.tr_lst[1:]
        ]
        for table in word.tables
    ]
    assert found == texts

    page = lxml_html.fromstring(render(document, "html", charts).decode())
    found = [
        [[cell.text_content() for cell in row.iterfind("td")] for row in table.iterfind("tbody/tr")]
        for table in page.iterfind(".//table[caption]")
    ]
    assert found == texts
    assert [img.get("alt") for img in page.iterfind(".//img")] == [c.alt for c in document.charts()]

    said = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    written_out = "".join(part.text or "" for part in word.element.iter(qn("w:t")))
    on_page = page.text_content()
    plain = write_text(document)
    for text in said:
        assert text in written_out and text in on_page and text in plain
    for table in texts:
        for row in table:
            for text in row:
                assert text in plain

    book = fastexcel.read_excel(render(document, "xlsx"))
    for place, table in enumerate(document.tables(), start=1):
        check_sheet(book.load_sheet(place, header_row=None, dtypes="string"), table)


def check_sheet(sheet, table: Table) -> None:
    """Numbers stand in the workbook in full (nine digits are read back)."""
    rows = sheet.to_arrow().to_pylist()
    columns = list(rows[0]) if rows else []
    for cells, row in zip(table.rows, rows[2:], strict=False):
        for cell, column in zip(cells, columns, strict=False):
            got = row[column]
            if isinstance(cell, Number) and cell.value is not None:
                assert float(got) == pytest.approx(cell.value, rel=1e-8, abs=1e-9), cell.key
            else:
                assert (got or "") == written(cell)


def test_small_cells_are_not_told(make_report, charts_of) -> None:
    """Fewer than five persons of a charge could be known to a reader by name."""
    units = {"人", "人次"}
    hidden = 0
    for scope in (Scope(), Scope(region="320505")):
        document = make_report("monthly_statistics", scope=scope)
        for table in document.tables():
            if "罪名" not in table.columns[0] and "分类" not in table.columns[0]:
                continue
            persons = [
                at for at, name in enumerate(table.columns) if re.search(r"（(.+?)）$", name)
                and re.search(r"（([^（]+)）$", name)[1] in units
            ]  # fmt: skip
            for row in table.rows[:-1]:
                for at in persons:
                    cell = row[at]
                    if isinstance(cell, Number):
                        hidden += cell.is_hidden
                        assert not (cell.value and 0 < cell.value < 5), cell.key
                        assert not cell.is_hidden or cell.value is None
    assert hidden


def test_reports_hold_nothing_personal(snapshot, make_report) -> None:
    """No masked name, no title of a case, no pseudonym stands in any report."""
    titles = snapshot.query(
        "select distinct case_title from dim_cases where case_title is not null"
    )
    persons = snapshot.query("select person_id from dim_persons")["person_id"].tolist()
    for name in load_definitions():
        told = to_json(make_report(name))
        assert not any(title in told for title in titles["case_title"] if len(title) > 3), name
        assert not any(person in told for person in persons), name
        assert not re.search(r"[\u4e00-\u9fff]某", told), name


@pytest.mark.parametrize("name", load_definitions())
def test_definitions_name_what_there_is(name: str, snapshot) -> None:
    definition, book = load_definitions()[name], MetricBook(snapshot)
    for metric in definition.metrics:
        metric_id, _, variant = metric.partition(":")
        assert metric_id in book.metrics, metric
        assert not variant or (metric_id, variant) in book.variants, metric
    assert definition.listings <= set(load_listings())


def test_the_monthly_bulletin_has_its_charts_and_tables(make_report) -> None:
    document = make_report("monthly_statistics")
    assert len(document.charts()) == 12
    assert len([table for table in document.tables() if not table.is_annex]) == 20


def test_places_and_agencies_stand_in_official_order(make_report, snapshot) -> None:
    """A list sorted by outcome is a ranking, whatever its heading says."""
    order = snapshot.query("select region_name from dim_regions order by region_code")
    names = order["region_name"].tolist()
    for name in ("monthly_statistics", "town_comparison"):
        for table in make_report(name).tables():
            if table.columns[0] == "地区" and table.id == "filed_by_region":
                found = [str(row[0]) for row in table.rows[:-1]]
                assert found == sorted(found, key=names.index)


def test_a_limited_reader_gets_what_they_may_see(built_home, snapshot) -> None:
    """A mail is made under its reader's scope: the figures of one region, named so, no lists of cases."""
    from dashboards.reports.compose import compose
    from dashboards.scope import Reader, open_for
    from pipelines.scoping import ReaderScope

    reader = Reader("x", ReaderScope(regions=("320583",)), has_case_access=False)
    opened = open_for(reader, built_home.path)
    try:
        limited = compose(opened, "overdue_daily", reader=reader, snapshot="v")
        asked = compose(snapshot, "overdue_daily", scope=Scope(region="320583"), snapshot="v")
    finally:
        opened.close()
    assert "昆山" in limited.title
    assert [table.id for table in limited.tables()] == ["clocks_by_agency"]
    assert limited.tables()[0].rows == asked.tables()[0].rows
