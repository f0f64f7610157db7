"""The table of a fixed report: one line per metric and variant, beside what it is compared with.

Belongs here: how a figure and its comparison are written. Keep out: which metrics (the page), arithmetic.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from dashboards import links
from dashboards.components.markup import Cell, Heading, anchor, badge, lines, quiet
from dashboards.exports.package import Unsaid, say
from dashboards.formats import EMPTY, is_empty
from dashboards.metrics.book import WHOLE, MetricFigure, Scope
from dashboards.reports.members import member_label
from dashboards.view import View
from models.metrics.comparison import Comparison
from models.metrics.formula import round_as_printed
from models.metrics.periods import PeriodPair
from models.metrics.small_cells import Mark


@dataclass(frozen=True)
class Line:
    """One variant of one metric, or one member of a mix.

    ``figure`` is None where there is no value: ``reason`` says why. The first line of a metric carries
    its name and definition; ``member`` is written instead of the variant.
    """

    metric: dict[str, Any]
    variant: dict[str, Any] | None = None
    figure: MetricFigure | None = None
    base: MetricFigure | None = None
    comparison: Comparison | None = None
    periods: PeriodPair | None = None
    scope: Scope = Scope()
    reason: str = ""
    is_first: bool = True
    member: str = ""


def metric_table(view: View, report: Iterable[Line]) -> tuple[list[Heading], list[list[Cell]]]:
    """The headings and rows of the whole table."""
    text = view.text
    headings = [
        Heading(text("statistics.metric"), is_lead=True),
        Heading(text("statistics.value"), "number"),
        Heading(text("statistics.parts"), "number", note=text("statistics.parts_note")),
        Heading(text("statistics.base"), "number"),
        Heading(text("statistics.change"), "number"),
        Heading(text("statistics.marks"), "mark"),
    ]
    return headings, [_cells(view, line) for line in report]


def metric_name(view: View, metric: dict[str, Any]) -> str:
    """The name of a metric in the reader's language."""
    return str(metric[f"name_{view.language}"])


def variant_name(view: View, variant: dict[str, Any]) -> str:
    """The name of a variant in the reader's language."""
    return str(variant[f"label_{view.language}"])


def member_name(view: View, breakdown: str, member: str) -> str:
    """The name of a member: a code of a list, or a word of the catalogue."""
    return member_label(view.labels, view.text, breakdown, member)


def written(view: View, value: float | None, variant: dict[str, Any]) -> Cell:
    """A value with its unit, in the digits of its variant."""
    if value is None:
        return EMPTY
    number = f"{round_as_printed(value, int(variant['decimals'])):,f}"
    unit = view.text.find(f"metric_unit.{variant['unit']}") or str(variant["unit"])
    return Markup("{} <small>{}</small>").format(number, unit)


def written_figure(view: View, figure: MetricFigure | None, variant: dict[str, Any]) -> Cell:
    """The value of a figure, or what stands in its place."""
    if figure is None:
        return EMPTY
    found = say(figure.value, figure.mark)
    return (
        quiet(found.written) if isinstance(found, Unsaid) else written(view, figure.value, variant)
    )


def plain(cell: Cell) -> str:
    """The words of a cell without its markup."""
    return cell.striptags() if isinstance(cell, Markup) else cell


def definition_words(view: View, metric: dict[str, Any]) -> Markup:
    """What a metric counts and where its definition comes from."""
    text = view.text
    if view.language == "en":
        words: Cell = str(metric["definition_en"])
    else:
        below = metric["denominator_zh"]
        words = lines(
            text("statistics.numerator", words=metric["numerator_zh"]),
            "" if is_empty(below) else text("statistics.denominator", words=below),
        )
    source = text("statistics.source", source=metric["official_source"])
    return Markup("<p>{}</p><p>{}</p>").format(words, source)


def definition(view: View, metric: dict[str, Any]) -> Markup:
    """The same, to be opened."""
    return Markup('<details class="cl-details"><summary>{}</summary>{}</details>').format(
        view.text("frame.definition"), definition_words(view, metric)
    )


def _cells(view: View, line: Line) -> list[Cell]:
    name = lines(
        Markup("<b>{}</b>").format(metric_name(view, line.metric)) if line.is_first else "",
        line.member or (variant_name(view, line.variant) if line.variant is not None else ""),
        quiet(line.reason),
        definition(view, line.metric) if line.is_first else "",
    )
    if line.variant is None or line.figure is None:
        return [name, *[EMPTY] * 5]
    return [
        name,
        _opening(view, line, line.figure, line.variant),
        _parts(view, line, line.variant, line.figure),
        _opening(view, line, line.base, line.variant, is_base=True),
        change_text(view, line.comparison, line.variant),
        _marks(view, line, line.figure) or EMPTY,
    ]


def _parts(view: View, line: Line, variant: dict[str, Any], figure: MetricFigure) -> Cell:
    formats = view.formats
    if figure.mark is not Mark.SHOWN:
        return EMPTY
    if figure.quantity is None:
        found = formats.number(figure.observation_count)
        return _behind(view, line, "numerator", found) if figure.observation_count else found
    quantity = figure.quantity
    above = _behind(view, line, "numerator", formats.number(quantity.numerator))
    if quantity.denominator is None:
        return above
    below: Cell = formats.number(quantity.denominator)
    if variant["unit"] == "%":
        below = _behind(view, line, "denominator", below)
    interval = quantity.interval
    shown: Cell = ""
    if interval is not None:
        decimals = int(variant["decimals"])
        ends = [f"{round_as_printed(end, decimals):f}" for end in (interval.lower, interval.upper)]
        shown = quiet(view.text("statistics.interval", lower=ends[0], upper=ends[1]))
    return lines(Markup("{} / {}").format(above, below), shown)


def _opening(
    view: View,
    line: Line,
    figure: MetricFigure | None,
    variant: dict[str, Any],
    *,
    is_base: bool = False,
) -> Cell:
    """A value that opens the cases of its numerator."""
    value = written_figure(view, figure, variant)
    if figure is None or figure.value is None:
        return value
    quantity = figure.quantity
    counted = figure.observation_count if quantity is None else quantity.numerator
    return _behind(view, line, "numerator", value, is_base=is_base) if counted else value


def _behind(view: View, line: Line, part: str, label: Cell, *, is_base: bool = False) -> Cell:
    """A number that opens its cases."""
    if line.periods is None or line.variant is None or label == "0":
        return label
    if not view.reader.has_case_access:
        return label
    days = line.periods.base if is_base else line.periods.current
    address = view.link(
        links.METRIC_CASES,
        metric=line.metric["metric_id"],
        variant=line.variant["variant"],
        part=part,
        region=line.scope.region,
        agency=line.scope.agency,
        charge=line.scope.charge,
        breakdown=line.scope.breakdown if line.scope.breakdown != WHOLE else None,
        member=line.scope.member,
        to=days.last_day,
        **{"from": days.first_day},
    )
    return anchor(address, label)


def change_text(
    view: View, found: Comparison | None, variant: dict[str, Any], *, is_plain: bool = False
) -> Cell:
    """A change as it may be said: points for shares, per cent and number for counts; plain: in one line."""
    text = view.text
    if found is None or found.change is None:
        return EMPTY
    decimals = int(variant["decimals"])
    change = f"{round_as_printed(found.change, decimals):+,f}"
    if variant["unit"] == "%":
        return text("statistics.points", change=change)
    # From 1 to 3 is no 200 %: a small base shows its numbers only.
    if found.relative_change is None or found.is_small_base:
        return change
    share = f"{round_as_printed(found.relative_change * 100, 1):+f}%"
    return share if is_plain else lines(share, quiet(change))


def _marks(view: View, line: Line, figure: MetricFigure) -> Cell:
    text = view.text
    marks = []
    if figure.is_unfinished or (line.periods is not None and line.periods.is_cut):
        marks.append(badge(text("statistics.unfinished"), "warn"))
    if figure.is_open_cohort:
        marks.append(badge(text("statistics.open_cohort"), "warn"))
    if line.comparison is not None and line.comparison.is_small_base:
        marks.append(badge(text("statistics.small_base"), "neutral"))
    if line.metric["availability"] == "partly":
        marks.append(badge(text("statistics.partly"), "neutral"))
    return Markup(" ").join(marks)
