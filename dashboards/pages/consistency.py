"""Consistency: how far like sentences differ after the case mix, to choose cases for review.

Belongs here: the funnel, half-years, sentences far from their like. Keep out: an order of courts, judges, persons.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from markupsafe import Markup

from dashboards import links, palette
from dashboards.components.charts import base_layout, show_chart
from dashboards.components.frame import show_heading, show_section
from dashboards.components.markup import Heading, anchor, lines, quiet, show, table
from dashboards.components.notices import show_notice
from dashboards.components.patterns import show_method
from dashboards.view import View

_ROWS = 40
# Standard normal bounds of the funnel: 95 and 99.8 in 100 lie inside when nothing differs.
_BOUNDS = ((1.96, "dash"), (3.09, "dot"))


def show_page(view: View) -> None:
    """The whole page."""
    text, labels, number = view.text, view.labels, view.formats.number
    show_heading(view, text("consistency.title"), text("consistency.subtitle"))
    show_method(view, "consistency")
    charges = view.ask("consistency_charges")
    if charges.empty:
        show_notice(text("consistency.none"), text("consistency.none_hint"))
        return
    counts = dict(zip(charges["charge_code"], charges["sentence_count"], strict=True))
    charge = st.selectbox(
        text("search.filter_charge"),
        list(counts),
        index=None,
        placeholder=text("consistency.all_charges"),
        format_func=lambda code: f"{labels.charge(code)} ({number(counts[code])})",
    )
    offsets = view.ask("consistency_offsets", charge=charge)
    show_section(text("consistency.funnel"), text("consistency.funnel_note"))
    court = _show_funnel(view, offsets, charge)
    show_section(text("consistency.periods"), text("consistency.periods_note"))
    _show_periods(view, offsets)
    _show_cases(view, charge, court)


def _show_funnel(view: View, offsets: pd.DataFrame, charge: str | None) -> str | None:
    """Courts by number of sentences and offset; returns the one that the reader chose."""
    text, labels = view.text, view.labels
    courts = offsets[offsets["level"] == ("court_charge" if charge else "court")]
    spread = float(courts["residual_sd"].iloc[0]) if len(courts) else 0.4
    most = max(int(courts["sentence_count"].max()), 20)
    counts = np.geomspace(3, most * 1.15, 80)
    figure = go.Figure()
    for bound, dash in _BOUNDS:
        for side in (-1, 1):
            figure.add_scatter(
                x=counts, y=100 * np.expm1(side * bound * spread / np.sqrt(counts)), mode="lines",
                line={"color": palette.MUTED, "width": 1, "dash": dash}, hoverinfo="skip", showlegend=False,
            )  # fmt: skip
    figure.add_scatter(
        x=courts["sentence_count"], y=100 * courts["raw_share"], mode="markers",
        name=text("consistency.raw"), hoverinfo="skip",
        marker={"size": 7, "color": "rgba(0,0,0,0)", "line": {"color": palette.MUTED, "width": 1.5}},
    )  # fmt: skip
    shown = [
        text(
            "consistency.point", court=labels.unit(row.court_code), number=row.sentence_count,
            offset=view.formats.share(row.offset_share), low=view.formats.share(row.low_share),
            high=view.formats.share(row.high_share),
        )
        for row in courts.itertuples()
    ]  # fmt: skip
    figure.add_scatter(
        x=courts["sentence_count"], y=100 * courts["offset_share"], mode="markers",
        name=text("consistency.shrunken"), text=shown, hovertemplate="%{text}<extra></extra>",
        customdata=[[code, code] for code in courts["court_code"]],
        error_y={
            "type": "data", "symmetric": False, "thickness": 1.5, "width": 0,
            "array": 100 * (courts["high_share"] - courts["offset_share"]),
            "arrayminus": 100 * (courts["offset_share"] - courts["low_share"]),
            "color": palette.PRIMARY,
        },
        marker={"size": 9, "color": palette.PRIMARY},
    )  # fmt: skip
    limit = float(
        max(35.0, 110 * courts[["raw_share", "high_share", "low_share"]].abs().max().max())
    )
    figure.add_hline(y=0, line={"color": palette.INK, "width": 1})
    figure.update_layout(
        **base_layout(height=380, bottom=48),
        xaxis={"title": {"text": text("consistency.sentences")}, "gridcolor": palette.LINE},
        yaxis={
            "title": {"text": text("consistency.offset")}, "gridcolor": palette.LINE,
            "ticksuffix": "%", "range": [-min(limit, 90), limit],
        },
    )  # fmt: skip
    with st.container(border=True, key="funnel"):
        chosen = show_chart(
            figure,
            key=f"funnel-{charge}-{view.language}",
            description=text("consistency.funnel_note"),
            is_selectable=True,
        )
    return str(chosen[0][0]) if chosen else None


def _show_periods(view: View, offsets: pd.DataFrame) -> None:
    text = view.text
    periods = offsets[offsets["level"] == "period"].sort_values("half_year")
    figure = go.Figure(
        go.Scatter(
            x=periods["half_year"], y=100 * periods["offset_share"], mode="lines+markers",
            line={"color": palette.PRIMARY, "width": 2}, marker={"size": 8},
            error_y={
                "type": "data", "symmetric": False, "thickness": 1.5, "width": 4, "color": palette.PRIMARY,
                "array": 100 * (periods["high_share"] - periods["offset_share"]),
                "arrayminus": 100 * (periods["offset_share"] - periods["low_share"]),
            },
            hovertemplate="%{x}: %{y:.1f}%<extra></extra>",
        )
    )  # fmt: skip
    figure.add_hline(y=0, line={"color": palette.INK, "width": 1})
    figure.update_layout(
        **base_layout(height=220),
        xaxis={"type": "category", "gridcolor": palette.LINE},
        yaxis={"ticksuffix": "%", "gridcolor": palette.LINE},
    )
    with st.container(border=True, key="periods"):
        show_chart(
            figure, key=f"periods-{view.language}", description=text("consistency.periods_note")
        )


def _show_cases(view: View, charge: str | None, court: str | None) -> None:
    text, formats, labels = view.text, view.formats, view.labels
    note = text("consistency.cases_note")
    if court:
        note = text("consistency.cases_of", court=labels.unit(court))
    show_section(text("consistency.cases"), note)
    found = view.ask("consistency_cases", charge=charge, court=court, row_limit=_ROWS)
    if found.empty:
        show_notice(text("consistency.no_cases"), text("consistency.no_cases_hint"))
        return
    total = int(found["total_count"].iloc[0])
    label = text.count("consistency.found", total, number=formats.number(total))
    show(Markup('<p class="cl-count" role="status"><b>{}</b></p>').format(label))
    headings = [
        Heading(text("search.case"), is_lead=True),
        Heading(text("consistency.pronounced"), "date"),
        Heading(text("search.filter_charge")),
        Heading(text("consistency.term"), "number"),
        Heading(text("consistency.expected"), "number"),
        Heading(text("consistency.unusual"), "number"),
        Heading(text("similar.title"), "mark"),
    ]
    rows = [
        [
            lines(
                anchor(
                    view.link(links.CASE, case_id=row["case_id"]), formats.text(row["case_title"])
                ),
                quiet(formats.text(row["case_no"])),
            ),
            formats.date(row["pronounced_date"]),
            labels.charge(row["charge_code"]),
            formats.number(row["sentence_months"]),
            formats.number(row["expected_months"], decimals=1),
            f"{row['unusualness']:+.1f}",
            anchor(view.link(links.SIMILAR, case_id=row["case_id"]), text("similar.open")),
        ]
        for row in found.to_dict("records")
    ]
    show(table(headings, rows, label=label))
