"""From a definition, a snapshot, a period and a scope to the tree of a report.

Belongs here: the order of things, numbers of headings, tables and charts. Keep out: what stands in them.

A report asks a thousand figures. It is composed several times over: what is not known yet is noted down and
asked at once, until nothing is missing.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from dashboards import links
from dashboards.i18n import DEFAULT_LANGUAGE
from dashboards.metrics.batch import MetricBatch
from dashboards.metrics.book import MetricBook, Scope, Source
from dashboards.reports.blocks import Block, Document, Heading, Paragraph, Sentence, Table
from dashboards.reports.chart_blocks import chart_of
from dashboards.reports.definition import BlockDefinition, Definition, Part, load_definitions
from dashboards.reports.desk import DIMENSIONS, EVERYBODY, Desk
from dashboards.reports.listings import listing_table, tell_listing
from dashboards.reports.periods import last_finished, ordinal, period_name, read_period_name
from dashboards.reports.statements import say_metric
from dashboards.reports.tables import cut_table, metrics_table, months_table
from dashboards.scope import Reader
from models.metrics.periods import Period

ISSUER_VARIABLE = "CASELOOM_REPORT_ISSUER"
BASE_URL_VARIABLE = "CASELOOM_BASE_URL"
DEFAULT_BASE_URL = "http://localhost:8501"
# Figures, then drivers that depend on them; a report that asks for more than this never ends.
TURNS = 6
# Listings that name cases: for readers with access to cases.
CASE_LISTINGS = ("overdue_clocks", "due_clocks")


class ReportError(ValueError):
    """A report that cannot be made as asked; the message says what to do."""


Progress = Callable[[float], None]


def compose(
    source: Source,
    report: str,
    *,
    period: str | None = None,
    scope: Scope | None = None,
    language: str = DEFAULT_LANGUAGE,
    snapshot: str = "",
    reader: Reader = EVERYBODY,
    progress: Progress = lambda done: None,
) -> Document:
    """The tree of a report.

    ``period`` is a name such as 2025-06, 2025Q2 or 2025 (default: the last finished one), ``snapshot`` the
    version that ``source`` reads, which is opened for ``reader``.

    Raises:
        ReportError: no such report, or it needs a charge.
        PeriodError: no such period.
    """
    definition = load_definitions().get(report)
    if definition is None:
        raise ReportError(f"there is no report [{report}]; one of {sorted(load_definitions())}")
    return compose_definition(
        source,
        definition,
        period=period,
        scope=scope,
        language=language,
        snapshot=snapshot,
        reader=reader,
        progress=progress,
    )


def compose_definition(
    source: Source,
    definition: Definition,
    *,
    period: str | None = None,
    scope: Scope | None = None,
    language: str = DEFAULT_LANGUAGE,
    snapshot: str = "",
    reader: Reader = EVERYBODY,
    progress: Progress = lambda done: None,
) -> Document:
    """``compose`` for a definition that is not in a file: an alert, say."""
    wanted = scope or Scope()
    if definition.needs_charge and wanted.charge is None:
        raise ReportError(f"report [{definition.id}] is about one charge: name it with charge=CODE")
    batch = MetricBatch(source)
    days = choose_period(batch.book, definition.grain, period)
    desk = Desk(
        source, definition, period=days, scope=wanted, language=language, reader=reader, batch=batch
    )
    blocks: tuple[Block, ...] = ()
    for turn in range(TURNS):
        blocks = _blocks(desk)
        progress((turn + 1) / TURNS)
        if not desk.batch.is_waiting:
            break
        desk.batch.ask()
    else:
        raise ReportError(f"report [{definition.id}] asks for more with every turn")
    progress(1.0)
    return document_of(desk, snapshot, blocks)


def choose_period(book: MetricBook, grain: str, name: str | None) -> Period:
    """The period of this name, else the last one of this grain that every agency has finished."""
    if name:
        return read_period_name(name, grain)
    if grain == "day":
        return last_finished(book.as_of, grain)
    return last_finished(min(book.data_dates.values(), default=book.as_of), grain)


def scope_name(desk: Desk) -> str:
    """The scope in words: the whole city, or what narrows it."""
    scope, labels, own = desk.scope, desk.labels, desk.reader.scope
    said = [
        desk.text("frame.list_separator").join(name(code) for code in codes)
        for name, codes in (
            # What limits the reader limits the report, whatever was asked for.
            (labels.region, (scope.region,) if scope.region else own.regions),
            (labels.unit, (scope.agency,) if scope.agency else own.agencies),
            (labels.charge, (scope.charge,) if scope.charge else ()),
        )
        if codes
    ]
    return desk.text("report.scope_separator").join(said) or desk.text("report.whole_city")


def period_label(desk: Desk) -> str:
    """The period in words."""
    first, last = desk.period.first_day, desk.period.last_day
    return desk.text(
        f"report.period.{desk.grain}",
        year=first.isocalendar().year if desk.grain == "week" else first.year,
        month=first.month,
        day=first.day,
        quarter=(first.month + 2) // 3,
        week=first.isocalendar().week,
        first=first,
        last=last,
    )


def document_of(desk: Desk, snapshot: str, blocks: tuple[Block, ...]) -> Document:
    text, period = desk.text, desk.period
    publication = desk.ask("publication").iloc[0]
    scope = {
        name: str(getattr(desk.scope, name)) for name in DIMENSIONS if getattr(desk.scope, name)
    }
    name = period_name(period, desk.grain)
    title = text(f"report.{desk.definition.id}.title", scope=scope_name(desk))
    return Document(
        report=desk.definition.id,
        language=desk.language,
        title=title,
        subtitle=text("report.subtitle", period=period_label(desk)),
        number=text(
            "report.number",
            word=text(f"report.{desk.definition.id}.word"),
            year=period.first_day.year,
            number=ordinal(period, desk.grain),
        ),
        issuer=os.environ.get(ISSUER_VARIABLE, "").strip(),
        period=name,
        first_day=period.first_day,
        last_day=period.last_day,
        scope=scope,
        scope_name=scope_name(desk),
        as_of=desk.book.as_of,
        published_at=publication.published_at.to_pydatetime(),
        snapshot=snapshot,
        link=_address(desk, name),
        stamp=text(
            "report.stamp",
            day=desk.formats.date(desk.book.as_of),
            time=desk.formats.time(publication.published_at),
            snapshot=snapshot,
        ),
        blocks=blocks,
    )


def _address(desk: Desk, period: str) -> str:
    base = (os.environ.get(BASE_URL_VARIABLE) or DEFAULT_BASE_URL).rstrip("/")
    definition, scope = desk.definition, desk.scope
    values: dict[str, Any] = {name: getattr(scope, name) for name in DIMENSIONS}
    if definition.page == links.STATISTICS and desk.grain in ("month", "quarter", "year"):
        values["period"] = period
    if definition.page not in (links.STATISTICS, links.CLOCKS, links.FINDINGS):
        values = {}
    page = links.link(definition.page, desk.language, **values)
    return f"{base}/{page.removeprefix('./')}"


class _Counter:
    """Numbers of headings, tables and charts."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._parts = self._inner = self._tables = self._charts = 0

    def heading(self, level: int, words: str) -> Heading:
        if level == 1:
            self._parts, self._inner = self._parts + 1, 0
        else:
            self._inner += 1
        number: int | str = self._parts if level == 1 else self._inner
        if self._desk.language == "zh":
            number = spelt_out(int(number), self._desk.text("report.digits"))
        text = self._desk.text(f"report.heading.{level}", number=number, words=words)
        return Heading(level, text)

    def table(self, words: str) -> str:
        self._tables += 1
        return self._desk.text("report.table", number=self._tables, words=words)

    def chart(self, words: str) -> str:
        self._charts += 1
        return self._desk.text("report.chart", number=self._charts, words=words)


def spelt_out(number: int, digits: str) -> str:
    """1 to 99 in Chinese numerals; ``digits`` are those from nought to ten."""
    tens, ones = divmod(number, 10)
    if not tens:
        return digits[ones]
    return ("" if tens == 1 else digits[tens]) + digits[10] + (digits[ones] if ones else "")


def _blocks(desk: Desk) -> tuple[Block, ...]:
    counter = _Counter(desk)
    found: list[Block] = _without_bases(desk)
    for part in desk.definition.parts:
        if part.needs and part.needs not in desk.relations:
            continue
        found += _part(desk, part, counter)
    return tuple(found)


def _without_bases(desk: Desk) -> list[Block]:
    """Said once, at the top: with what the whole report cannot be compared."""
    missing = [kind for kind in desk.all_kinds if kind not in desk.kinds]
    if not missing or not desk.definition.metrics:
        return []
    whens = desk.text("frame.list_separator").join(
        desk.text(f"say.when.{kind.value}.{desk.grain}") for kind in missing
    )
    start = f"{desk.data_start:%Y-%m}"
    said = Sentence(desk.text("report.no_bases", whens=whens, month=start))
    return [Paragraph((said,), is_note=True)]


def _part(desk: Desk, part: Part, counter: _Counter) -> list[Block]:
    heading = counter.heading(part.level, desk.text(f"report.part.{part.heading}"))
    inside: list[Block] = []
    if part.is_of_places and (desk.scope.agency or desk.scope.charge or desk.reader.scope.agencies):
        told = Sentence(desk.text("report.places_only"))
        return [heading, Paragraph((told,), is_note=True)]
    for block in part.blocks:
        if block.needs and block.needs not in desk.relations:
            continue
        made = _block(desk, block, counter)
        if isinstance(made, Table):
            inside += _printed(desk, made, int(block.options.get("printed", 0)))
        elif made is not None:
            inside.append(made)
    if not inside:
        inside.append(Paragraph((Sentence(desk.text("report.empty_part")),)))
    return [heading, *inside]


def _printed(desk: Desk, table: Table, limit: int) -> list[Table]:
    """The table, or its first rows for paper and all of them for the workbook: nobody reads a hundred pages."""
    if not limit or len(table.rows) <= limit:
        return [table]
    count = desk.formats.number(len(table.rows))
    note = desk.text("report.rows_cut", shown=desk.formats.number(limit), count=count)
    return [
        replace(table, rows=table.rows[:limit], notes=(*table.notes, note)),
        replace(table, id=f"{table.id}_all", is_annex=True),
    ]


def _block(desk: Desk, block: BlockDefinition, counter: _Counter) -> Block | None:
    if block.kind == "say":
        with_drivers = bool(block.options.get("drivers"))
        said = [
            sentence
            for name in block.metrics
            for sentence in say_metric(desk, name, with_drivers=with_drivers)
        ]
        return Paragraph(tuple(said)) if said else None
    if block.kind == "tell":
        told = tell_listing(desk, block.subject)
        return None if told is None else Paragraph((told,))
    words = desk.text(f"report.block.{block.subject}")
    if block.kind == "chart":
        listed = None
        if block.listing:
            listed = listing_table(desk, block.listing, block.subject, words)
        chart = chart_of(desk, block, words, listed)
        return None if chart is None else replace(chart, caption=counter.chart(chart.caption))
    if block.listing in CASE_LISTINGS and not desk.reader.has_case_access:
        return Paragraph((Sentence(desk.text("report.no_case_access", name=words)),), is_note=True)
    table = _table(desk, block, words)
    if not table.rows and block.options.get("needs_rows"):
        return None
    return replace(table, caption=counter.table(table.caption))


def _table(desk: Desk, block: BlockDefinition, words: str) -> Table:
    if block.listing:
        is_annex = bool(block.options.get("annex"))
        return listing_table(desk, block.listing, block.subject, words, is_annex=is_annex)
    if "by" in block.options:
        return cut_table(desk, block, words)
    if "months" in block.options:
        return months_table(desk, block, words)
    return metrics_table(desk, block, words)
