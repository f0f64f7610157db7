"""Regions (地域分析): a metric by county on a map and in a table, townships as points with their coverage.

Belongs here: what the colours say, and the tables. Keep out: an order by value (counties stand in the order
of their codes; shares are set beside chance, not beside each other) and drawing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup

from dashboards import links, palette
from dashboards.charts.spec import ChartKind, ChartSpec, Series
from dashboards.components.address_form import Choice, show_form
from dashboards.components.charts import follow_chart
from dashboards.components.figure import open_card
from dashboards.components.frame import show_heading, show_section
from dashboards.components.markup import TALL, Cell, Heading, anchor, badge, show
from dashboards.components.metric_choices import (
    chosen_days,
    code_choice,
    linked_parts,
    linked_value,
    metric_cases_address,
    metric_choice,
    open_book,
    period_choice,
    read_periods,
)
from dashboards.components.metric_table import definition_words, metric_name, plain, written_figure
from dashboards.components.notices import show_notice
from dashboards.components.page_tools import PageTools, open_tools
from dashboards.components.region_asked import County, RegionsAsked
from dashboards.components.region_map import Area, Place, draw_map, shades
from dashboards.components.township_coverage import show_coverage
from dashboards.formats import EMPTY
from dashboards.metrics.book import OBSERVED, MetricBook, MetricFigure, Scope
from dashboards.metrics.cases import NoCasesError, count_by_township
from dashboards.metrics.grid import BY_REGION, nothing, read_grid
from dashboards.metrics.persons import hide_small, is_personal
from dashboards.view import View
from models.metrics.comparison import Place as Standing
from models.metrics.comparison import place_in_funnel

USUAL_METRIC = "criminal_case_filed_count"
SHOWN_AS = ("value", "rate")


def show_page(view: View) -> None:
    """The whole page."""
    text = view.text
    show_heading(view, text("regions.title"), text("regions.subtitle"))
    periods = read_periods(view)
    if periods.empty:
        show_notice(text("overview.no_cases"), text("overview.no_cases_hint"))
        return
    book = open_book(view)
    choices = _choices(view, book)
    values = show_form(view, links.REGIONS, choices, key="regions")
    if values is None:
        return
    metric_id = str(values["metric"])
    metric = book.metrics[metric_id]
    if values["charge"] and "charge" not in str(metric["slices"]).split(";"):
        cut = text("statistics.filter_charge")
        show_notice(text("trend.nothing"), text("statistics.not_cut", dimension=cut), tone="warn")
        return
    name, period = chosen_days(periods, values["period"])
    variant = book.variants[metric_id, str(_variant(book, metric_id))]
    asked = RegionsAsked(
        metric,
        variant,
        period,
        name,
        values["charge"],
        values["as"] == "rate" and variant["formula"] == "count",
    )
    tools = open_tools(view, links.REGIONS, text("regions.title"), (choices, values))
    tools.count_on(metric_id)
    counties, city = _read_counties(view, book, asked)
    townships = _read_townships(view, book, asked)
    left, right = st.columns([1.25, 1])
    with left:
        _show_map(view, asked, counties, city, townships)
    with right:
        _show_counties(tools, asked, counties, city)
    _show_townships(tools, asked, townships)
    tools.close()


def _choices(view: View, book: MetricBook) -> list[Choice]:
    text = view.text

    def is_of_places(metric: dict[str, Any]) -> bool:
        return (
            "region" in str(metric["slices"]).split(";")
            and _variant(book, str(metric["metric_id"])) is not None
        )

    return [
        metric_choice(view, book, USUAL_METRIC, is_wanted=is_of_places, width=2.2),
        period_choice(view),
        code_choice(view, "charge", width=1.6),
        Choice(
            "as",
            text("regions.shown_as"),
            SHOWN_AS,
            lambda name: text(f"regions.as_{name}"),
            "value",
            1.4,
        ),
    ]


def _variant(book: MetricBook, metric_id: str) -> str | None:
    """The variant that is shown first, but no mix: its parts need a member each."""
    names = [
        (not row["is_default"], name)
        for (owner, name), row in book.variants.items()
        if owner == metric_id and not row["is_mix"]
    ]
    return min(names)[1] if names else None


def _read_counties(
    view: View, book: MetricBook, asked: RegionsAsked
) -> tuple[list[County], MetricFigure]:
    scope = Scope(charge=asked.charge)
    ids = [asked.key[0]]
    grid = read_grid(view, book, ids, [asked.period], scope, by=BY_REGION)
    city = read_grid(view, book, ids, [asked.period], scope)[*asked.key, "", 0]
    found = view.ask(
        "region_residents", first_day=asked.period.first_day, last_day=asked.period.last_day
    )
    residents = dict(zip(found["region_code"], found["residents"], strict=True))
    counties = []
    for code in sorted({key[2] for key in grid} | set(residents)):
        figure = grid.get((*asked.key, code, 0))
        if figure is None and asked.variant["formula"] not in OBSERVED:
            figure = nothing(book, *asked.key, asked.period)
        if figure is not None:
            counties.append(County(code, figure, residents.get(code), _standing(figure, city)))
    if view.reader.has_case_access or not is_personal(asked.metric, scope):
        return counties, city
    *shown, whole = hide_small([*(county.figure for county in counties), city], has_total=True)
    return [
        replace(county, figure=figure, standing=_standing(figure, city))
        for county, figure in zip(counties, shown, strict=True)
        if figure is not None
    ], whole or city


def _standing(figure: MetricFigure, city: MetricFigure) -> Standing | None:
    """Where a share lies against the city's, by chance; None for what is no share."""
    whole, part = city.quantity, figure.quantity
    if whole is None or part is None or not whole.is_share or not whole.denominator:
        return None
    return place_in_funnel(
        round(part.numerator),
        round(part.denominator or 0),
        whole.numerator / whole.denominator,
    )


def _read_townships(view: View, book: MetricBook, asked: RegionsAsked) -> pd.DataFrame:
    """Townships with what they add to the numerator: township_code, region_code, weight and a point."""
    scope = Scope(charge=asked.charge)
    nothing_known = pd.DataFrame(
        columns=["township_code", "weight", "region_code", "longitude", "latitude"]
    )
    if not view.reader.has_case_access and is_personal(asked.metric, scope):
        # So few persons live in a town's figures that hardly any could be said.
        return nothing_known
    try:
        counted = count_by_township(view, book, *asked.key, asked.period, scope)
    except NoCasesError:
        return nothing_known
    return counted.merge(view.ask("township_points"), on="township_code", how="left")


def _show_map(
    view: View,
    asked: RegionsAsked,
    counties: list[County],
    city: MetricFigure,
    townships: pd.DataFrame,
) -> None:
    text = view.text
    is_share = any(county.standing is not None for county in counties)
    if is_share:
        colours = {
            county.code: palette.PLACES[(county.standing or Standing.UNKNOWN).value]
            for county in counties
        }
        legend = [
            (palette.PLACES[name], text(f"regions.{name}")) for name in ("below", "within", "above")
        ]
    else:
        values = {
            county.code: county.rate if asked.is_rate else county.figure.value
            for county in counties
        }
        colours, legend = shades(values, view.formats)
    areas = {
        county.code: Area(
            view.labels.region(county.code),
            colours[county.code],
            plain(_written(view, asked, county)),
            _address(view, asked, region=county.code) if _has_cases(county.figure) else "",
        )
        for county in counties
    }
    placed = townships[townships["longitude"].notna() & (townships["weight"] > 0)]
    places = [
        Place(
            row["longitude"],
            row["latitude"],
            row["weight"],
            f"<b>{view.labels.township(row['township_code'])}</b><br>{view.formats.number(row['weight'])}",
            _address(view, asked, township=row["township_code"]),
        )
        for row in placed.to_dict("records")
    ]
    name = metric_name(view, asked.metric)
    title = text(
        "regions.says" if not is_share else "regions.says_share",
        metric=name,
        period=asked.period_name,
        value=plain(written_figure(view, city, asked.variant)),
        count=sum(county.standing in (Standing.ABOVE, Standing.BELOW) for county in counties),
    )
    described = text("frame.list_separator").join(
        f"{area.name} {area.written}" for area in areas.values()
    )
    with open_card(view, "regions", title, definition_words(view, asked.metric)):
        follow_chart(
            draw_map(areas, places, legend=legend),
            key="regions",
            description=f"{title} {described}",
        )
        show(Markup('<p class="cl-note">{}</p>').format(text("regions.note")))


def _written(view: View, asked: RegionsAsked, county: County) -> Cell:
    if not asked.is_rate:
        return written_figure(view, county.figure, asked.variant)
    return _rate(view, county)


def _rate(view: View, county: County) -> Cell:
    if county.rate is None:
        return EMPTY
    return Markup("{} <small>{}</small>").format(
        f"{county.rate:,.1f}", view.text("regions.per_residents")
    )


def _linked_rate(view: View, asked: RegionsAsked, county: County) -> Cell:
    """A rate opens the cases of its numerator."""
    rate = _rate(view, county)
    address = _address(view, asked, region=county.code) if _has_cases(county.figure) else ""
    return anchor(address, rate) if address and county.rate is not None else rate


def _show_counties(
    tools: PageTools, asked: RegionsAsked, counties: list[County], city: MetricFigure
) -> None:
    view = tools.view
    text, number = view.text, view.formats.number
    is_count = asked.variant["formula"] == "count"
    is_share = any(county.standing is not None for county in counties)
    headings = [
        Heading(text("statistics.filter_region"), is_lead=True),
        Heading(text("statistics.value"), "number"),
    ]
    if not is_count:
        headings.append(Heading(text("statistics.parts"), "number"))
    if is_share:
        headings.append(Heading(text("regions.standing"), "mark"))
    if is_count:
        headings += [
            Heading(text("regions.residents"), "number"),
            Heading(text("regions.rate"), "number"),
        ]
    rows: list[list[Cell]] = []
    for county in counties:
        value = linked_value(
            view,
            asked.variant,
            county.figure,
            asked.period,
            region=county.code,
            charge=asked.charge,
        )
        cells: list[Cell] = [view.labels.region(county.code), value]
        if not is_count:
            cells.append(_parts(view, asked, county.figure, region=county.code))
        if is_share:
            standing = (county.standing or Standing.UNKNOWN).value
            cells.append(badge(text(f"regions.{standing}")))
        if is_count:
            cells += [number(county.residents), _linked_rate(view, asked, county)]
        rows.append(cells)
    whole = linked_value(view, asked.variant, city, asked.period, charge=asked.charge)
    total: list[Cell] = [text("regions.city"), whole]
    if not is_count:
        total.append(_parts(view, asked, city))
    rows.append([*total, *[EMPTY] * (len(headings) - len(total))])
    show_section(text("regions.by_county"), text("regions.by_county_note"))
    chart = ChartSpec(
        ChartKind.ROWS,
        f"{metric_name(view, asked.metric)} {asked.period_name}",
        view.text.find(f"metric_unit.{asked.variant['unit']}") or str(asked.variant["unit"]),
        tuple(view.labels.region(county.code) for county in counties),
        (Series(asked.period_name, tuple(county.figure.value for county in counties)),),
        int(asked.variant["decimals"]),
    )
    tools.show_table(headings, rows, label=text("regions.by_county"), chart=chart)
    if city.is_unfinished or city.is_open_cohort:
        mark = "statistics.unfinished" if city.is_unfinished else "statistics.open_cohort"
        show(badge(text(mark), "warn"))


def _parts(
    view: View, asked: RegionsAsked, figure: MetricFigure, *, region: str | None = None
) -> Cell:
    scope = {"region": region, "charge": asked.charge}
    return linked_parts(view, asked.variant, figure, asked.period, **scope)


def _show_townships(tools: PageTools, asked: RegionsAsked, townships: pd.DataFrame) -> None:
    view = tools.view
    text, formats = view.text, view.formats
    show_section(text("regions.by_township"), text("regions.by_township_note"))
    if townships.empty:
        show_notice(text("metric_cases.none"), text("metric_cases.none_hint"))
        return
    total = float(townships["weight"].sum())
    unknown = float(townships.loc[townships["township_code"] == "unknown", "weight"].sum())
    share = 1 - unknown / total if total else None
    show(Markup('<p class="cl-note">{}</p>').format(
        text("regions.coverage", share=formats.share(share), unknown=formats.number(unknown))
    ))  # fmt: skip
    codes = townships[townships["township_code"] != "unknown"].sort_values("township_code")
    names = {code: view.labels.region(code) for code in codes["region_code"].dropna().unique()}
    headings = [
        Heading(text("regions.township"), is_lead=True),
        Heading(text("statistics.filter_region")),
        Heading(text("regions.counted"), "number"),
        Heading(text("regions.share"), "number"),
    ]
    rows = []
    for row in [*codes.to_dict("records"), {"township_code": "unknown", "weight": unknown}]:
        code, weight = str(row["township_code"]), float(row["weight"])
        name = text("frame.unknown") if code == "unknown" else view.labels.township(code)
        value = formats.number(weight)
        if weight and view.reader.has_case_access:
            value = anchor(_address(view, asked, township=code), value)
        place = names.get(row.get("region_code"), EMPTY)
        rows.append([name, place, value, formats.share(weight / total if total else None)])
    left, right = st.columns([1.6, 1])
    with left:
        tools.show_table(
            headings, rows, label=text("regions.by_township"), is_tall=len(rows) > TALL
        )
    with right:
        show_coverage(view)


def _address(view: View, asked: RegionsAsked, **place: str) -> str:
    return metric_cases_address(view, *asked.key, asked.period, charge=asked.charge, **place)


def _has_cases(figure: MetricFigure) -> bool:
    if figure.quantity is None:
        return bool(figure.observation_count)
    return bool(figure.quantity.numerator)
