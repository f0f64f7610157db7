"""Supervision of time limits: what has run out, custody first, and what runs out next.

Belongs here: figures about clocks, each with the list behind it. Keep out: lists (the page of
clocks) and any order by outcome: agencies, units and regions stand in their official order.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup

from dashboards import links
from dashboards.clock_filters import CLOCK_STAGES, UNKNOWN
from dashboards.components.clock_tables import breakdown_table, responsible_name
from dashboards.components.figure import open_figure, show_number
from dashboards.components.frame import show_heading, show_section
from dashboards.components.markup import (
    Cell,
    Heading,
    anchor,
    badge,
    bars,
    lines,
    quiet,
    show,
    table,
)
from dashboards.components.notices import show_notice
from dashboards.figures.registry import FIGURES
from dashboards.formats import EMPTY, is_empty
from dashboards.view import View

# The limits within which something falls due: the first one is that of the state "due soon".
_RISK_TONES = {"high": "bad", "raised": "warn", "low": "neutral"}
_DUE = ("clocks_due_3", "clocks_due_7", "clocks_due_15")


def show_page(view: View) -> None:
    """The whole page."""
    text = view.text
    show_heading(view, text("overdue.title"), text("overdue.subtitle"))
    if view.ask("clocks_known")["value"].iloc[0] == 0:
        show_notice(text("overdue.no_clocks"), text("overdue.no_clocks_hint"))
        return
    _show_numbers(view)
    _show_stages(view)
    left, right = st.columns(2)
    with left:
        _show_tiers(view)
    with right:
        _show_ageing(view)
    _show_risks(view)
    show_section(text("overdue.where"), text("overdue.where_note"))
    left, right = st.columns(2)
    with left:
        _show_breakdown(view, "clocks_by_agency", text("overview.agency"), _agency_name)
    with right:
        _show_breakdown(view, "clocks_by_region", text("search.filter_region"), _region_name)
    _show_breakdown(view, "clocks_by_rule", text("clock.rule"), _rule_name, is_tall=True)
    _show_breakdown(view, "clocks_by_unit", text("search.filter_unit"), _unit_name, is_tall=True)


def _show_numbers(view: View) -> None:
    text, number = view.text, view.formats.number
    with st.container(key="numbers"):
        columns = st.columns(5)
    for column, figure_id in zip(
        columns, ("clocks_overdue_custody", "clocks_overdue_other"), strict=False
    ):
        row = view.ask_sql(FIGURES[figure_id].sql).iloc[0]
        cases = int(row["case_count"])
        with column:
            show_number(
                view,
                figure_id,
                note=text.count("overdue.in_cases", cases, number=number(cases)),
                is_alarm=bool(row["value"]),
            )
    for column, figure_id in zip(columns[2:], _DUE, strict=True):
        row = view.ask_sql(FIGURES[figure_id].sql).iloc[0]
        with column:
            show_number(
                view,
                figure_id,
                note=anchor(
                    view.link(
                        links.CLOCKS,
                        **{**FIGURES[figure_id].list_filters(row.to_dict()), "custody": "yes"},
                    ),
                    text("overdue.of_custody", number=number(row["custody_count"])),
                ),
            )


def _show_stages(view: View) -> None:
    """Red counts along the procedure, as tiles from left to right."""
    text, number = view.text, view.formats.number
    with open_figure(view, "clocks_by_stage") as figure:
        found = {row["code"]: row for row in view.ask_sql(figure.sql).to_dict("records")}
        known = [stage for stage in CLOCK_STAGES if stage in found]
        if not known:
            show_notice(text("overdue.nothing"), text("overdue.nothing_hint"))
            return
        tiles = []
        for stage in known:
            row = found[stage]
            red = int(row["value"])
            address = view.link(figure.page, **figure.list_filters(row))
            soon = view.link(links.CLOCKS, state="due", within=15, stage=stage)
            tiles.append(
                Markup('<li><span>{}</span><b class="{}">{}</b><small>{}</small></li>').format(
                    text(f"clock_stage.{stage}"),
                    "cl-red" if red else "cl-none",
                    anchor(address, number(red)) if red else number(0),
                    anchor(soon, text("overdue.soon", number=number(row["due_15"])))
                    if row["due_15"]
                    else text("overdue.soon", number=number(0)),
                )
            )
        show(
            Markup('<ol class="cl-tiles" aria-label="{}">{}</ol>').format(
                figure.title(text), Markup("").join(tiles)
            )
        )


def _show_tiers(view: View) -> None:
    text, number = view.text, view.formats.number
    with open_figure(view, "clocks_custody_tiers") as figure:
        items: list[tuple[Cell, float | None, Cell]] = []
        for row in view.ask_sql(figure.sql).to_dict("records"):
            address = view.link(figure.page, **figure.list_filters(row))
            items.append(
                (text(f"tier.{row['tier']}"), row["value"], anchor(address, number(row["value"])))
            )
        show(bars(items, label=figure.title(text), tone="alarm"))


def _show_ageing(view: View) -> None:
    text, number = view.text, view.formats.number
    with open_figure(view, "clocks_ageing") as figure:
        items: list[tuple[Cell, float | None, Cell]] = []
        for row in view.ask_sql(figure.sql).to_dict("records"):
            address = view.link(figure.page, **figure.list_filters(row))
            band = (
                text("overdue.band_open", first=row["over_from"])
                if is_empty(row["over_to"])
                else text("overdue.band", first=row["over_from"], last=row["over_to"])
            )
            custody = ""
            if row["custody_count"]:
                custody = badge(
                    text("overdue.of_custody", number=number(row["custody_count"])), "bad"
                )
            items.append(
                (
                    Markup("{} {}").format(band, custody),
                    row["value"],
                    anchor(address, number(row["value"])),
                )
            )
        show(bars(items, label=figure.title(text)))


def _show_risks(view: View) -> None:
    """Early warning: bands of open clocks, each beside what became of such clocks before."""
    text, number, share = view.text, view.formats.number, view.formats.share
    with open_figure(view, "clock_risks_by_band") as figure:
        rows = view.ask_sql(figure.sql).to_dict("records")
        if not any(row["value"] for row in rows):
            show_notice(text("overdue.no_risks"), text("overdue.no_risks_hint"))
            return
        headings = [
            Heading(text("overdue.risk_band"), is_lead=True),
            Heading(text("overdue.risk_clocks"), "number"),
            Heading(text("overdue.risk_cases"), "number"),
            Heading(text("overdue.due_15"), "number"),
            Heading(text("overdue.risk_said"), "number"),
            Heading(text("overdue.risk_missed"), "number"),
            Heading(text("overdue.risk_asked"), "number"),
        ]
        cells = []
        for row in rows:
            address = view.link(figure.page, **figure.list_filters(row))
            soon = view.link(figure.page, **{**figure.list_filters(row), "within": "15"})
            known = not is_empty(row["question_count"])
            cells.append(
                [
                    badge(text(f"risk_band.{row['code']}"), _RISK_TONES[row["code"]]),
                    anchor(address, number(row["value"])) if row["value"] else number(0),
                    number(row["case_count"]),
                    anchor(soon, number(row["due_15"])) if row["due_15"] else number(0),
                    share(row["said_share"]) if known else EMPTY,
                    share(row["missed_share"]) if known else EMPTY,
                    number(row["question_count"]) if known else EMPTY,
                ]
            )
        show(table(headings, cells, label=figure.title(text)))
        show(Markup('<p class="cl-note">{}</p>').format(text("overdue.risk_note")))


def _show_breakdown(
    view: View, figure_id: str, heading: str, name: Any, *, is_tall: bool = False
) -> None:
    text = view.text
    with open_figure(view, figure_id) as figure:
        rows = view.ask_sql(figure.sql)
        if "stage" in rows:
            rows = _in_order_of_procedure(rows)
        if rows.empty:
            show_notice(text("overdue.nothing"), text("overdue.nothing_hint"))
            return
        show(
            breakdown_table(
                view,
                figure,
                rows,
                heading=heading,
                name=lambda row: name(view, row),
                is_tall=is_tall,
            )
        )


def _in_order_of_procedure(rows: pd.DataFrame) -> pd.DataFrame:
    places = {stage: place for place, stage in enumerate(CLOCK_STAGES)}
    order = rows["stage"].map(places).fillna(len(places))
    return rows.assign(place=order).sort_values(["place", "code"], kind="stable")


def _agency_name(view: View, row: dict[str, Any]) -> Cell:
    return _name(view, row, lambda code: responsible_name(view, code))


def _region_name(view: View, row: dict[str, Any]) -> Cell:
    return _name(view, row, view.labels.region)


def _unit_name(view: View, row: dict[str, Any]) -> Cell:
    return _name(view, row, view.labels.unit)


def _rule_name(view: View, row: dict[str, Any]) -> Cell:
    return lines(view.labels.clock_rule(row["code"]), quiet(row["article"]))


def _name(view: View, row: dict[str, Any], label: Any) -> Cell:
    return view.text("frame.unknown") if row["code"] == UNKNOWN else label(row["code"])
