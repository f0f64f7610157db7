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
from dashboards.components.address_form import Choice, show_form
from dashboards.components.charts import base_layout, show_chart
from dashboards.components.frame import show_heading, show_section
from dashboards.components.markup import Heading, anchor, lines, quiet, show, table
from dashboards.components.notices import show_notice
from dashboards.components.patterns import show_method
from dashboards.view import View

_PAGE_ROWS = 25
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
    known = view.ask("consistency_offsets", charge=None)["court_code"].dropna()
    chosen = show_form(
        view,
        links.CONSISTENCY,
        [
            Choice(
                "charge", text("search.filter_charge"), list(counts),
                lambda code: f"{labels.charge(code)} ({number(counts[code])})",
                empty=text("consistency.all_charges"),
            ),
            # In the order of their codes, which says nothing of their sentences.
            Choice("court", text("consistency.court"), sorted(known.unique()), labels.unit),
        ],
        key="consistency",
    )  # fmt: skip
    if chosen is None:
        return
    charge, court = chosen["charge"], chosen["court"]
    offsets = view.ask("consistency_offsets", charge=charge)
    show_section(text("consistency.funnel"), text("consistency.funnel_note"))
    _show_funnel(view, offsets, charge, court)
    show_section(text("consistency.periods"), text("consistency.periods_note"))
    _show_periods(view, offsets)
    _show_cases(view, charge, court)


def _show_funnel(view: View, offsets: pd.DataFrame, charge: str | None, court: str | None) -> None:
    """Courts by number of sentences and offset; a chosen point goes into the address."""
    text, labels = view.text, view.labels
    courts = offsets[offsets["level"] == ("court_charge" if charge else "court")]
    if courts.empty:
        show(quiet(text("consistency.none")))
        return
    spread = float(courts["residual_sd"].iloc[0])
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
            "consistency.point", court=labels.unit(row.court_code),
            number=view.formats.number(row.sentence_count),
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
        marker={
            "size": 9,
            "color": [palette.BACK if code == court else palette.PRIMARY for code in courts["court_code"]],
        },
    )  # fmt: skip
    limit = float(
        max(35.0, 110 * courts[["raw_share", "high_share", "low_share"]].abs().max().max())
    )
    figure.add_hline(y=0, line={"color": palette.INK, "width": 1})
    figure.update_layout(
        **base_layout(height=380, bottom=48),
        xaxis={
            "title": {"text": text("consistency.sentences")}, "gridcolor": palette.LINE,
            "tickformat": ",d", "rangemode": "tozero",
        },
        yaxis={
            "title": {"text": text("consistency.offset")}, "gridcolor": palette.LINE,
            "ticksuffix": "%", "range": [-min(limit, 90), limit], "automargin": True,
        },
    )  # fmt: skip
    with st.container(border=True, key="consistency_chart_funnel"):
        chosen = show_chart(
            figure,
            # Another court is another chart, in which no point is chosen.
            key=f"funnel-{charge}-{court}-{view.language}",
            description=text("consistency.funnel_note"),
            is_selectable=True,
        )
    if chosen and str(chosen[0][0]) != court:
        st.query_params["court"] = str(chosen[0][0])
        st.rerun()


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
        yaxis={"ticksuffix": "%", "gridcolor": palette.LINE, "automargin": True},
    )
    with st.container(border=True, key="consistency_chart_periods"):
        show_chart(
            figure, key=f"periods-{view.language}", description=text("consistency.periods_note")
        )


def _show_cases(view: View, charge: str | None, court: str | None) -> None:
    text, formats, labels = view.text, view.formats, view.labels
    note = text("consistency.cases_note")
    if court:
        note = text("consistency.cases_of", court=labels.unit(court))
    show_section(text("consistency.cases"), note)
    # Another list begins with its own first page.
    key = f"consistency_page-{charge}-{court}"
    page = int(st.session_state.get(key, 1))
    found = view.ask(
        "consistency_cases",
        charge=charge,
        court=court,
        row_limit=_PAGE_ROWS,
        row_offset=(page - 1) * _PAGE_ROWS,
    )
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
            formats.number(row["expected_months"], decimals=1, is_fixed=True),
            formats.signed(row["unusualness"], decimals=1),
            anchor(view.link(links.SIMILAR, case_id=row["case_id"]), text("similar.open")),
        ]
        for row in found.to_dict("records")
    ]
    show(table(headings, rows, label=label))
    pages = -(-total // _PAGE_ROWS)
    if pages > 1:
        with st.container(horizontal=True, horizontal_alignment="center"):
            st.pagination(pages, default=page, key=key)
